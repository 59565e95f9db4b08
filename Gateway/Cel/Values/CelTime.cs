namespace McpAspire.Gateway.Cel.Values;

/// <summary>
/// Seconds since 1970, or of a span, and nanoseconds from 0 to 999,999,999 that count upwards from them. The clock of
/// the runtime counts in 100 nanoseconds, which is too coarse for the language.
/// </summary>
internal readonly record struct CelTime(long Seconds, int Nanos) : IComparable<CelTime>
{
    public const long MinSeconds = -62_135_596_800;
    public const long MaxSeconds = 253_402_300_799;
    private const int Second = 1_000_000_000;

    public bool IsTimestamp => Seconds is >= MinSeconds and <= MaxSeconds;

    public bool IsDuration => TotalNanos >= long.MinValue && TotalNanos <= long.MaxValue;

    public Int128 TotalNanos => ((Int128)Seconds * Second) + Nanos;

    public static CelTime OfNanos(Int128 nanos)
    {
        var (seconds, rest) = Int128.DivRem(nanos, Second);
        return rest < 0 ? new((long)seconds - 1, (int)(rest + Second)) : new((long)seconds, (int)rest);
    }

    public static CelTime Of(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        return OfNanos((Int128)ticks * 100);
    }

    public static CelTime operator +(CelTime left, CelTime right) => OfNanos(left.TotalNanos + right.TotalNanos);

    public static CelTime operator -(CelTime left, CelTime right) => OfNanos(left.TotalNanos - right.TotalNanos);

    public int CompareTo(CelTime other) =>
        Seconds == other.Seconds ? Nanos.CompareTo(other.Nanos) : Seconds.CompareTo(other.Seconds);

    /// <summary>The calendar's view of a timestamp, without the part that it cannot hold.</summary>
    public DateTime ToUtc() => DateTime.UnixEpoch.AddTicks((Seconds * TimeSpan.TicksPerSecond) + (Nanos / 100));
}
