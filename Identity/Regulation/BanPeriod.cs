using System.Globalization;
using StackExchange.Redis;

namespace McpAspire.Identity.Regulation;

/// <summary>From when to when a ban lasts, as it stands in Redis.</summary>
internal readonly record struct BanPeriod(DateTimeOffset Since, DateTimeOffset Until)
{
    public static bool IsActive(RedisValue value, DateTimeOffset now) =>
        TryRead(value, out var period) && period.Until > now;

    public static bool TryRead(RedisValue value, out BanPeriod period)
    {
        period = default;
        if (value.ToString().Split(' ') is not [var since, var until]
            || !long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var sinceTime)
            || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var untilTime))
        {
            return false;
        }

        period = new BanPeriod(
            DateTimeOffset.FromUnixTimeMilliseconds(sinceTime), DateTimeOffset.FromUnixTimeMilliseconds(untilTime));
        return true;
    }

    public RedisValue ToValue() => string.Create(
        CultureInfo.InvariantCulture, $"{Since.ToUnixTimeMilliseconds()} {Until.ToUnixTimeMilliseconds()}");
}
