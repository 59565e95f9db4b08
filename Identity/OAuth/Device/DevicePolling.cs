using System.Globalization;
using StackExchange.Redis;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// RFC 8628, section 3.5: how often a device may ask for its tokens, on all replicas together. One that asks too early
/// has to wait longer from then on, and an early question starts the wait anew.
/// </summary>
internal sealed class DevicePolling(IConnectionMultiplexer redis, TimeProvider clock)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The way of a request takes a little longer one time than another.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(500);

    /// <summary>Longer than any code is good for.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(2);

    /// <summary>Whether the device may ask now. Of several that ask at the same moment, one may.</summary>
    public async Task<bool> TryTakeAsync(string tokenId)
    {
        RedisKey key = $"idp:device-poll:{tokenId}";
        var database = redis.GetDatabase();
        var known = await database.StringGetAsync(key);
        var now = clock.GetUtcNow();
        var (due, interval) = Read(known) ?? (now, Interval);

        var isEarly = now < due;
        if (isEarly && interval < Longest)
            interval += Step;
        var transaction = database.CreateTransaction();
        transaction.AddCondition(known.IsNull ? Condition.KeyNotExists(key) : Condition.StringEqual(key, known));
        _ = transaction.StringSetAsync(key, Write(now + interval - Tolerance, interval), Kept);
        return await transaction.ExecuteAsync() && !isEarly;
    }

    private static (DateTimeOffset Due, TimeSpan Interval)? Read(RedisValue value)
    {
        if (value.IsNull)
            return null;

        var parts = ((string)value!).Split(' ');
        return (DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture)),
            TimeSpan.FromMilliseconds(long.Parse(parts[1], CultureInfo.InvariantCulture)));
    }

    private static string Write(DateTimeOffset due, TimeSpan interval) => string.Create(
        CultureInfo.InvariantCulture, $"{due.ToUnixTimeMilliseconds()} {(long)interval.TotalMilliseconds}");
}
