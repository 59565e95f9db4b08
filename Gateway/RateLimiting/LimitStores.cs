namespace McpAspire.Gateway.RateLimiting;

/// <summary>Where a gateway counts: with others, where there is Redis, and on its own.</summary>
internal sealed record LimitStores(ILimitStore? Shared, LocalLimitStore Local);
