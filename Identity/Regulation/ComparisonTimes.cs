using System.Security.Cryptography;

namespace McpAspire.Identity.Regulation;

/// <summary>
/// How long the latest failed comparisons took. On a busy machine they take longer than the floor of the delay, and a
/// banned caller, for whom nothing is compared, would be known by a quick answer; so he waits as long as one of them.
/// </summary>
internal sealed class ComparisonTimes
{
    private const int Kept = 32;

    private readonly TimeSpan[] _times = new TimeSpan[Kept];
    private readonly Lock _lock = new();
    private long _count;

    public void Add(TimeSpan time)
    {
        lock (_lock)
            _times[_count++ % Kept] = time;
    }

    public TimeSpan PickOne()
    {
        lock (_lock)
            return _count == 0 ? TimeSpan.Zero : _times[RandomNumberGenerator.GetInt32((int)Math.Min(_count, Kept))];
    }
}
