using StackExchange.Redis;

namespace McpAspire.Identity.Perimeter.RateLimits;

/// <summary>Counts calls in Redis, so that replicas count together. A window begins with its first call.</summary>
internal sealed class RateCounter(IConnectionMultiplexer redis)
{
    private IDatabase Redis => redis.GetDatabase();

    /// <summary>Counts a call; returns how long to wait where it is one too many.</summary>
    public async Task<TimeSpan?> TakeAsync(RateLimit limit, string address)
    {
        var transaction = Redis.CreateTransaction();
        var taken = limit.Windows.Select(window =>
        {
            var key = Key(limit, window, address);
            var count = transaction.StringIncrementAsync(key);
            _ = transaction.KeyExpireAsync(key, window.Period, ExpireWhen.HasNoExpiry);
            return (window, count, left: transaction.KeyTimeToLiveAsync(key));
        }).ToList();
        await transaction.ExecuteAsync();

        TimeSpan? wait = null;
        foreach (var (window, count, left) in taken)
        {
            if (await count > window.Calls && (await left ?? window.Period) is var rest && !(rest < wait))
                wait = rest;
        }

        return wait;
    }

    /// <summary>The call does not count after all. A window that ended meanwhile must not begin below nothing.</summary>
    public async Task GiveBackAsync(RateLimit limit, string address)
    {
        foreach (var window in limit.Windows)
        {
            var key = Key(limit, window, address);
            var transaction = Redis.CreateTransaction();
            _ = transaction.AddCondition(Condition.KeyExists(key));
            _ = transaction.StringDecrementAsync(key);
            await transaction.ExecuteAsync();
        }
    }

    private static RedisKey Key(RateLimit limit, RateWindow window, string address) =>
        $"idp:rate:{limit.Name}:{window.Period.TotalSeconds}:{address}";
}
