using StackExchange.Redis;

namespace McpAspire.Identity.Storage;

/// <summary>Things that are good once, on whatever replica. Without Redis nothing is.</summary>
internal sealed class SingleUse(IConnectionMultiplexer redis)
{
    /// <summary>Whether this is the first use. It is remembered for that long.</summary>
    public Task<bool> TakeAsync(RedisKey key, TimeSpan lifetime) =>
        redis.GetDatabase().StringSetAsync(key, 1, lifetime, When.NotExists);
}
