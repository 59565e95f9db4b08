using McpAspire.Identity.Perimeter;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using StackExchange.Redis;

namespace McpAspire.Identity.Clients;

/// <summary>Bounds registrations, in total and by address, since anybody can call the endpoint.</summary>
internal sealed class RegistrationLimit(
    IConnectionMultiplexer redis,
    IOpenIddictApplicationManager clients,
    IOptions<RegistrationOptions> options)
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public async Task<bool> TryTakeAsync(HttpContext context)
    {
        RedisKey key = $"idp:registrations:{ClientAddress.Of(context)}";
        var transaction = redis.GetDatabase().CreateTransaction();
        var count = transaction.StringIncrementAsync(key);
        _ = transaction.KeyExpireAsync(key, Window, ExpireWhen.HasNoExpiry);
        await transaction.ExecuteAsync();
        return await count <= options.Value.MaxPerAddress;
    }

    public async Task<bool> HasRoomAsync(CancellationToken cancellationToken) =>
        await clients.CountAsync(cancellationToken) < options.Value.MaxClients;
}
