namespace McpAspire.Gateway.RateLimiting;

/// <summary>What is counted.</summary>
internal enum LimitKind
{
    /// <summary>Requests that begin: a bucket of permits that come back evenly.</summary>
    Requests,

    /// <summary>Requests that go on: leases that end, or expire.</summary>
    Concurrency,

    /// <summary>Bytes that go out: a bucket that is charged afterwards, and may be overdrawn once.</summary>
    BytesOut,
}
