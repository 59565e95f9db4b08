using System.Globalization;
using McpAspire.Gateway.Sessions;
using StackExchange.Redis;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>Counts that all replicas share: each operation is one script, and one way to Redis and back.</summary>
internal sealed class RedisLimitStore(IConnectionMultiplexer redis) : ILimitStore
{
    public async ValueTask<LimitGrant> AcquireAsync(
        IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken)
    {
        var result = await CallAsync(
            LimitScripts.Acquire, limits, lease, leaseTime.TotalMicroseconds, cancellationToken);
        var which = (int)result[0];
        if (which > 0)
            return new LimitGrant(new LimitRefusal(limits[which - 1], TimeSpan.FromMicroseconds((long)result[1])));

        var permits = new int[limits.Count];
        for (var i = 0; i < permits.Length; i++)
            permits[i] = (int)result[i + 2];
        return new LimitGrant(null, permits);
    }

    public async ValueTask ReleaseAsync(
        IReadOnlyList<Limit> limits, string lease, long bytes, CancellationToken cancellationToken) =>
        await CallAsync(LimitScripts.Release, limits, lease, bytes, cancellationToken);

    public async ValueTask RenewAsync(
        IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken) =>
        await CallAsync(LimitScripts.Renew, limits, lease, leaseTime.TotalMicroseconds, cancellationToken);

    private ValueTask<RedisResult> CallAsync(
        string script, IReadOnlyList<Limit> limits, string lease, double number, CancellationToken cancellationToken)
    {
        var keys = new RedisKey[limits.Count];
        var values = new RedisValue[2 + (4 * limits.Count)];
        (values[0], values[1]) = (lease, Text(number));
        for (var i = 0; i < limits.Count; i++)
        {
            keys[i] = limits[i].Key;
            values[2 + (4 * i)] = Letter(limits[i].Kind);
            values[3 + (4 * i)] = Text(limits[i].Most);
            values[4 + (4 * i)] = Text(limits[i].MicrosecondsEach);
            values[5 + (4 * i)] = limits[i].Wanted;
        }

        return RedisCall.AwaitAsync(redis.GetDatabase().ScriptEvaluateAsync(script, keys, values), cancellationToken);
    }

    private static RedisValue Letter(LimitKind kind) => kind switch
    {
        LimitKind.Requests => "r",
        LimitKind.Concurrency => "c",
        _ => "b",
    };

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
