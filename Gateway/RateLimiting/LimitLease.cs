namespace McpAspire.Gateway.RateLimiting;

/// <summary>A request that is counted as going on until it is released.</summary>
internal sealed class LimitLease(RateLimiter limiter, ILimitStore store, string id, IReadOnlyList<Limit> limits)
{
    private int _isReleased;

    public ILimitStore Store { get; } = store;

    public string Id { get; } = id;

    /// <summary>Those that have to be told of its end.</summary>
    public IReadOnlyList<Limit> Limits { get; } = limits;

    /// <summary>Ends it; nobody need wait, and no second time counts.</summary>
    /// <param name="bytes">What went out.</param>
    public ValueTask ReleaseAsync(long bytes) =>
        Interlocked.Exchange(ref _isReleased, 1) == 0 ? limiter.ReleaseAsync(this, bytes) : default;
}
