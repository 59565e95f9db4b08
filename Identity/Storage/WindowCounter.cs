using StackExchange.Redis;

namespace McpAspire.Identity.Storage;

/// <summary>
/// Counts in Redis how often something happened, so that replicas count together. However many windows there are, each
/// step is one round trip: a transaction without conditions, which nothing else on the connection waits for.
/// </summary>
internal sealed class WindowCounter(IConnectionMultiplexer redis)
{
    private IDatabase Redis => redis.GetDatabase();

    /// <summary>Counts once more; returns how often that was.</summary>
    public async Task<long> CountAsync(RedisKey key, TimeSpan period) =>
        (await CountAsync([new CountedWindow(key, period)]))[0];

    /// <summary>Counts once more in each window; returns how often that was, in their order.</summary>
    public async Task<long[]> CountAsync(IReadOnlyList<CountedWindow> windows)
    {
        var transaction = Redis.CreateTransaction();
        var counts = new Task<long>[windows.Count];
        for (var index = 0; index < counts.Length; index++)
        {
            counts[index] = transaction.StringIncrementAsync(windows[index].Key);
            _ = transaction.KeyExpireAsync(windows[index].Key, windows[index].Period, ExpireWhen.HasNoExpiry);
        }

        await transaction.ExecuteAsync();
        return await Task.WhenAll(counts);
    }

    /// <summary>What was counted does not count after all.</summary>
    public async Task GiveBackAsync(params IReadOnlyList<CountedWindow> windows)
    {
        var transaction = Redis.CreateTransaction();
        var counts = new Task<long>[windows.Count];
        for (var index = 0; index < counts.Length; index++)
        {
            // A window that ended meanwhile begins again with nothing, not below it.
            _ = transaction.StringSetAsync(windows[index].Key, 1, windows[index].Period, When.NotExists);
            counts[index] = transaction.StringDecrementAsync(windows[index].Key);
        }

        await transaction.ExecuteAsync();
        // Two that began in different windows and end in the same one: the other has taken back what this one counted.
        var left = await Task.WhenAll(counts);
        CountedWindow[] below = [.. windows.Where((_, index) => left[index] < 0)];
        if (below.Length > 0)
            await CountAsync(below);
    }

    /// <summary>How long the longest of these windows lasts, at most.</summary>
    public async Task<TimeSpan> LeftAsync(IReadOnlyList<CountedWindow> windows)
    {
        var left = await Task.WhenAll(windows.Select(window => Redis.KeyTimeToLiveAsync(window.Key)));
        return left.Zip(windows, (rest, window) => rest ?? window.Period).Max();
    }
}
