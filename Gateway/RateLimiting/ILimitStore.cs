namespace McpAspire.Gateway.RateLimiting;

/// <summary>Where counts are kept. Each operation takes one step for all limits together.</summary>
internal interface ILimitStore
{
    /// <summary>Counts a request under all limits, or under none: then it says which one is used up.</summary>
    ValueTask<LimitGrant> AcquireAsync(
        IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken);

    /// <summary>Ends the request and charges what went out.</summary>
    ValueTask ReleaseAsync(IReadOnlyList<Limit> limits, string lease, long bytes, CancellationToken cancellationToken);

    /// <summary>Lets a request that goes on count for longer.</summary>
    ValueTask RenewAsync(
        IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken);
}
