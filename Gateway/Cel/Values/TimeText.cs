using System.Globalization;

namespace McpAspire.Gateway.Cel.Values;

/// <summary>Timestamps as text (RFC 3339) and durations (langdef, <c>duration</c>).</summary>
internal static class TimeText
{
    private static readonly (string Unit, long Nanos)[] Units =
    [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000),
        ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ];

    /// <summary>The least duration has one more than the greatest.</summary>
    private static readonly Int128 MaxNanos = (Int128)long.MaxValue + 1;

    public static string OfTimestamp(CelTime time)
    {
        var seconds = DateTime.UnixEpoch.AddSeconds(time.Seconds);
        return seconds.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + Fraction(time.Nanos) + "Z";
    }

    /// <summary>As seconds, exactly: <c>60.001s</c>.</summary>
    public static string OfDuration(CelTime time)
    {
        var nanos = Int128.Abs(time.TotalNanos);
        var (seconds, rest) = Int128.DivRem(nanos, 1_000_000_000);
        return $"{(time.Seconds < 0 ? "-" : "")}{seconds}{Fraction((int)rest)}s";
    }

    /// <summary>RFC 3339, section 5.6, with nothing left out; null where it is something else.</summary>
    public static CelTime? ParseTimestamp(string text)
    {
        if (text.Length < 20 || text[10] is not ('T' or 't'))
            return null;
        if (!DateTime.TryParseExact(
            text.AsSpan(0, 19), ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd't'HH:mm:ss"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var local))
            return null;

        var rest = text.AsSpan(19);
        if (ParseFraction(ref rest) is not { } nanos || ParseOffset(rest) is not { } offset)
            return null;

        return new CelTime(((local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond) - offset, nanos);
    }

    /// <summary>
    /// A sign, and numbers with units: <c>-1.5h</c>, <c>1h34us</c>; of zero alone the unit may be missing.
    /// </summary>
    public static CelTime? ParseDuration(string text)
    {
        var rest = text.AsSpan();
        var isNegative = rest.StartsWith("-");
        if (isNegative || rest.StartsWith("+"))
            rest = rest[1..];
        if (rest is "0")
            return default(CelTime);
        if (rest.IsEmpty)
            return null;

        Int128 sum = 0;
        while (!rest.IsEmpty)
        {
            if (ParsePart(ref rest) is not { } part)
                return null;
            sum += part;
        }

        return sum <= MaxNanos ? CelTime.OfNanos(isNegative ? -sum : sum) : null;
    }

    private static Int128? ParsePart(ref ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOfAnyExcept("0123456789.");
        if (length is <= 0 or > 30)
            return null;

        var number = rest[..length];
        rest = rest[length..];
        length = rest.IndexOfAny("0123456789.");
        var unit = rest[..(length < 0 ? rest.Length : length)];
        rest = rest[unit.Length..];
        foreach (var (name, nanos) in Units)
            if (unit.SequenceEqual(name))
                return Scale(number, nanos);
        return null;
    }

    private static Int128? Scale(ReadOnlySpan<char> number, long nanos)
    {
        var point = number.IndexOf('.');
        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? [] : number[(point + 1)..];
        if (fraction.Contains('.') || whole.Length + fraction.Length == 0 || whole.Length > 19)
            return null;

        var sum = (whole.IsEmpty ? 0 : Int128.Parse(whole, CultureInfo.InvariantCulture)) * nanos;
        var scale = (Int128)nanos;
        foreach (var digit in fraction)
            sum += (digit - '0') * (scale /= 10);
        return sum;
    }

    private static int? ParseFraction(ref ReadOnlySpan<char> rest)
    {
        if (rest[0] != '.')
            return 0;

        var length = rest[1..].IndexOfAnyExcept("0123456789");
        if (length <= 0)
            return null;

        var nanos = 0;
        for (var i = 1; i <= 9; i++)
            nanos = (nanos * 10) + (i <= length ? rest[i] - '0' : 0);
        rest = rest[(length + 1)..];
        return nanos;
    }

    private static int? ParseOffset(ReadOnlySpan<char> text)
    {
        if (text is "Z" or "z")
            return 0;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > 23 || minutes > 59)
            return null;

        var seconds = (hours * 3600) + (minutes * 60);
        return text[0] == '-' ? -seconds : seconds;
    }

    private static string Fraction(int nanos) =>
        nanos == 0 ? "" : "." + nanos.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
}
