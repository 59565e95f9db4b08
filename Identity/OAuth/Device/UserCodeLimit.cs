using McpAspire.Identity.Perimeter;
using StackExchange.Redis;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// RFC 8628, section 5.1: bounds how many codes can be tried. Right ones count as well, since nobody connects that many
/// devices, and each is counted before it is looked up, so that guesses sent in parallel count too.
/// </summary>
internal sealed class UserCodeLimit(IConnectionMultiplexer redis)
{
    public const int PerAccount = 10;

    /// <summary>A household shares an address.</summary>
    public const int PerAddress = 30;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    public async Task<bool> TryTakeAsync(HttpContext context, Guid accountId)
    {
        // Both are counted, whatever the other says.
        var ofAccount = await CountAsync($"idp:device-codes:account:{accountId:N}");
        var ofAddress = await CountAsync($"idp:device-codes:address:{ClientAddress.Of(context)}");
        return ofAccount <= PerAccount && ofAddress <= PerAddress;
    }

    private async Task<long> CountAsync(RedisKey key)
    {
        var transaction = redis.GetDatabase().CreateTransaction();
        var count = transaction.StringIncrementAsync(key);
        _ = transaction.KeyExpireAsync(key, Window, ExpireWhen.HasNoExpiry);
        await transaction.ExecuteAsync();
        return await count;
    }
}
