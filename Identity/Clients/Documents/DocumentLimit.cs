using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.EntityFrameworkCore.Models;
using StackExchange.Redis;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// Bounds what strangers can have fetched and stored. Clients that are known are not counted: flooding us with new ones
/// keeps out other new ones, and nobody else.
/// </summary>
internal sealed class DocumentLimit(
    IConnectionMultiplexer redis, IdentityDatabase database, IOptions<DocumentOptions> options)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    public async Task<bool> TryTakeAsync(string address)
    {
        // First by address, so that one address cannot use up the share of all.
        return await CountAsync($"idp:cimd:fetches:{address}") <= options.Value.MaxPerAddress
            && await CountAsync("idp:cimd:fetches") <= options.Value.MaxInTotal;
    }

    public async Task<bool> HasRoomAsync(CancellationToken cancellationToken) =>
        await database.Set<OpenIddictEntityFrameworkCoreApplication>()
            .CountAsync(client => client.ClientId!.StartsWith("https://"), cancellationToken)
        < options.Value.MaxClients;

    private async Task<long> CountAsync(RedisKey key)
    {
        var transaction = redis.GetDatabase().CreateTransaction();
        var count = transaction.StringIncrementAsync(key);
        _ = transaction.KeyExpireAsync(key, Window, ExpireWhen.HasNoExpiry);
        await transaction.ExecuteAsync();
        return await count;
    }
}
