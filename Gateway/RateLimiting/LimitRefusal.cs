namespace McpAspire.Gateway.RateLimiting;

/// <summary>Which limit is used up.</summary>
/// <param name="Limit">The one that takes longest to come back.</param>
/// <param name="RetryAfter">When it is worth to try again; for concurrency nobody knows, and it is a second.</param>
internal sealed record LimitRefusal(Limit Limit, TimeSpan RetryAfter);
