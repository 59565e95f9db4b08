namespace McpAspire.Identity.Regulation;

/// <summary>When a failed attempt is answered, counted from its beginning.</summary>
internal sealed class FailureDelayOptions
{
    /// <summary>
    /// No failure is answered sooner, whether anything was compared or not. It should be longer than hashing a password
    /// takes on this machine, or the difference shows. Default 1 second.
    /// </summary>
    public TimeSpan Floor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>By how much each further failure from an address is answered later. Default half a second.</summary>
    public TimeSpan Growth { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay. Default 3 seconds.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How many requests of one address are kept waiting; what comes beyond is answered at once, unseen. Default 16.
    /// </summary>
    public int MaxWaiting { get; init; } = 16;

    public TimeSpan Of(long failures)
    {
        var grown = Floor + (Growth * Math.Max(0, failures - 1));
        return grown < Max ? grown : Max;
    }
}
