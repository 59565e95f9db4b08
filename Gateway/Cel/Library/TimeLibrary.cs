using System.Globalization;
using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>The parts of timestamps and durations (langdef, Date/Time Functions).</summary>
internal static class TimeLibrary
{
    /// <summary>The data of a zone may have to be read from a file.</summary>
    private const int ZoneCost = 500;

    public static void Add(FunctionSet set)
    {
        Part(set, "getFullYear", time => time.Year);
        Part(set, "getMonth", time => time.Month - 1);
        Part(set, "getDate", time => time.Day);
        Part(set, "getDayOfMonth", time => time.Day - 1);
        Part(set, "getDayOfWeek", time => (int)time.DayOfWeek);
        Part(set, "getDayOfYear", time => time.DayOfYear - 1);
        Part(set, "getHours", time => time.Hour);
        Part(set, "getMinutes", time => time.Minute);
        Part(set, "getSeconds", time => time.Second);
        Part(set, "getMilliseconds", time => time.Millisecond);

        Whole(set, "getHours", 3_600_000_000_000);
        Whole(set, "getMinutes", 60_000_000_000);
        Whole(set, "getSeconds", 1_000_000_000);
        // Of a duration these are not all its milliseconds, but those beyond its seconds.
        set.Member("getMilliseconds", "duration -> int",
            (value, ref _) => CelValue.Of((long)(value.AsTime.TotalNanos / 1_000_000 % 1_000)));
    }

    private static void Part(FunctionSet set, string name, Func<DateTime, int> part)
    {
        set.Member(name, "timestamp -> int", (value, ref _) => CelValue.Of((long)part(value.AsTime.ToUtc())));
        set.Member(name, "timestamp, string -> int", (CelValue value, CelValue zone, ref CelFrame frame) =>
        {
            if (!frame.Spend(ZoneCost))
                return frame.Failure;
            if (Offset(value.AsTime.ToUtc(), zone.AsString) is not { } offset)
                return CelErrors.Invalid($"{ValueText.Of(zone)} is no time zone");

            // At the ends of the calendar a zone may lead out of it.
            var ticks = value.AsTime.ToUtc().Ticks + offset.Ticks;
            return ticks < 0 || ticks > DateTime.MaxValue.Ticks
                ? CelErrors.TimestampRange
                : CelValue.Of((long)part(new DateTime(ticks)));
        });
    }

    private static void Whole(FunctionSet set, string name, long nanos) =>
        set.Member(name, "duration -> int", (value, ref _) => CelValue.Of((long)(value.AsTime.TotalNanos / nanos)));

    private static TimeSpan? Offset(DateTime utc, string zone)
    {
        if (zone.Contains(':'))
            return FixedOffset(zone);
        if (zone.Length > 64 || zone.Contains("..", StringComparison.Ordinal) || zone.StartsWith('/')
            || zone.AsSpan().ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/"))
            return null;

        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? found.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc))
            : null;
    }

    /// <summary><c>+02:00</c>, or without the sign.</summary>
    private static TimeSpan? FixedOffset(string zone)
    {
        var isNegative = zone.StartsWith('-');
        var digits = isNegative || zone.StartsWith('+') ? zone.AsSpan(1) : zone;
        var colon = digits.IndexOf(':');
        if (!int.TryParse(digits[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(digits[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > 23 || minutes > 59)
            return null;

        var offset = new TimeSpan(hours, minutes, 0);
        return isNegative ? -offset : offset;
    }
}
