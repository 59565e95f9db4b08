using System.Security.Cryptography;

namespace McpAspire.Identity.Regulation;

/// <summary>When a failed attempt is answered, counted from its beginning.</summary>
internal sealed class FailureDelayOptions
{
    private const int BlurPart = 8;
    private const int BlurSteps = 1 << 16;

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

    /// <summary>
    /// A little longer, by chance: what a comparison leaves behind in caches is tenths of a millisecond, and drowns.
    /// </summary>
    public static TimeSpan Blur(TimeSpan delay) =>
        delay + (delay / BlurPart * RandomNumberGenerator.GetInt32(BlurSteps) / BlurSteps);

    public TimeSpan Of(long failures)
    {
        var grown = Floor + (Growth * Math.Max(0, failures - 1));
        return grown < Max ? grown : Max;
    }
}
