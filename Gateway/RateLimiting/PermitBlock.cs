namespace McpAspire.Gateway.RateLimiting;

/// <summary>
/// Permits of one bucket that this replica has taken out of the shared one, to be spent without asking again. They are
/// gone there, so that all replicas together never grant more than there is. A block grows while callers use it up at
/// once, up to a fiftieth of the bucket; a caller that is slow, or has a small limit, gets them one by one.
/// </summary>
internal sealed class PermitBlock
{
    private const double LargestPart = 0.02;

    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(100);

    /// <summary>After that they are forgotten, which is at most what the bucket loses by it.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private int _size = 1;
    private int _left;
    private long _filledAt;
    private bool _isFilling;

    /// <summary>Spends a permit, if there is one.</summary>
    public bool TrySpend(TimeProvider time)
    {
        lock (_gate)
        {
            if (_left == 0 || time.GetElapsedTime(_filledAt) > Lifetime)
                return false;
            _left--;
            return true;
        }
    }

    /// <summary>Puts back what was not used after all.</summary>
    public void PutBack()
    {
        lock (_gate)
            _left++;
    }

    /// <summary>Whether blocks of a bucket are ever larger than one permit.</summary>
    public static bool IsWorthwhile(double most) => most * LargestPart >= 2;

    /// <summary>How many to ask for. While somebody asks for a block, others ask for one permit.</summary>
    public int Begin(double most, TimeProvider time, out bool isBlock)
    {
        lock (_gate)
        {
            isBlock = !_isFilling;
            if (_isFilling)
                return 1;

            var isFast = _left == 0 && time.GetElapsedTime(_filledAt) < Fast;
            _size = isFast ? Math.Min(_size * 2, Math.Max(1, (int)(most * LargestPart))) : Math.Max(1, _size / 2);
            _isFilling = true;
            return _size;
        }
    }

    /// <summary>Takes what came, but for the one that is spent at once.</summary>
    /// <param name="permits">What was given; 0 if it was refused.</param>
    /// <param name="isBlock">Whether this was the one that asked for a block.</param>
    /// <param name="time">The clock.</param>
    public void End(int permits, bool isBlock, TimeProvider time)
    {
        lock (_gate)
        {
            if (isBlock)
                _isFilling = false;
            if (permits == 0)
                return;

            _left = (time.GetElapsedTime(_filledAt) > Lifetime ? 0 : _left) + permits - 1;
            _filledAt = time.GetTimestamp();
        }
    }
}
