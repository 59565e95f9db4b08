using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpAspire.Identity.Regulation;

/// <summary>
/// Counts attempts in Redis, so that replicas count together. An attempt takes its place before anything is compared:
/// what is being compared and what has failed are never more than may fail. Each step is one transaction.
/// </summary>
internal sealed class AttemptCounter(
    IConnectionMultiplexer redis, TimeProvider clock, IOptions<RegulationOptions> options)
{
    private IDatabase Redis => redis.GetDatabase();

    public async Task<PlaceResult> TryTakeAsync(CountedScope scope, RegulatedAttempt attempt)
    {
        var transaction = Redis.CreateTransaction();
        var ban = transaction.StringGetAsync(scope.Ban);
        Forget(transaction, scope.Taken);
        _ = transaction.SortedSetAddAsync(scope.Taken, attempt.Member, Score(attempt.At));
        var count = transaction.SortedSetLengthAsync(scope.Taken);
        _ = transaction.KeyExpireAsync(scope.Taken, options.Value.FindTime);
        await transaction.ExecuteAsync();

        var isBanned = BanPeriod.IsActive(await ban, clock.GetUtcNow());
        if (!isBanned && await count <= options.Value.MaxRetries)
            return PlaceResult.Taken;

        await GiveBackAsync(scope, attempt);
        return isBanned ? PlaceResult.Banned : PlaceResult.Full;
    }

    public async Task<bool> IsBannedAsync(CountedScope scope) =>
        BanPeriod.IsActive(await Redis.StringGetAsync(scope.Ban), clock.GetUtcNow());

    public Task GiveBackAsync(CountedScope scope, RegulatedAttempt attempt) =>
        Redis.SortedSetRemoveAsync(scope.Taken, attempt.Member);

    /// <summary>The attempt failed; returns whether that is one too many.</summary>
    public async Task<bool> FailAsync(CountedScope scope, RegulatedAttempt attempt)
    {
        var transaction = Redis.CreateTransaction();
        Forget(transaction, scope.Failed);
        _ = transaction.SortedSetAddAsync(scope.Failed, attempt.Member, Score(attempt.At));
        var count = transaction.SortedSetLengthAsync(scope.Failed);
        _ = transaction.KeyExpireAsync(scope.Failed, options.Value.FindTime);
        await transaction.ExecuteAsync();
        return await count >= options.Value.MaxRetries;
    }

    /// <summary>
    /// The attempt was right: it and the failures of the same person from the same address are forgotten. Those against
    /// others are not, or guesses could be hidden between sign-ins with an account of one's own.
    /// </summary>
    public async Task ForgiveAsync(CountedScope scope, RegulatedAttempt attempt)
    {
        var failed = await Redis.SortedSetRangeByRankAsync(scope.Failed);
        RedisValue[] forgiven = [.. failed.Where(member => member.StartsWith(attempt.Pair)), attempt.Member];
        var transaction = Redis.CreateTransaction();
        _ = transaction.SortedSetRemoveAsync(scope.Taken, forgiven);
        _ = transaction.SortedSetRemoveAsync(scope.Failed, forgiven);
        await transaction.ExecuteAsync();
    }

    /// <summary>How many attempts from the address have lately come to nothing.</summary>
    public async Task<long> CountFailureAsync(string address)
    {
        RedisKey key = FailuresKey(address);
        var transaction = Redis.CreateTransaction();
        var count = transaction.StringIncrementAsync(key);
        _ = transaction.KeyExpireAsync(key, options.Value.FindTime);
        await transaction.ExecuteAsync();
        return await count;
    }

    public Task ForgetFailuresAsync(string address) => Redis.KeyDeleteAsync(FailuresKey(address));

    private void Forget(ITransaction transaction, RedisKey key) =>
        _ = transaction.SortedSetRemoveRangeByScoreAsync(
            key, double.NegativeInfinity, Score(clock.GetUtcNow() - options.Value.FindTime));

    private static double Score(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static string FailuresKey(string address) => $"idp:regulation:delay:{address}";
}
