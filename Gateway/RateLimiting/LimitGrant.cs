namespace McpAspire.Gateway.RateLimiting;

/// <summary>What a store said.</summary>
/// <param name="Refusal">What is used up; null if the request may begin.</param>
/// <param name="Permits">How many permits it gave for each limit; null for one each.</param>
internal readonly record struct LimitGrant(LimitRefusal? Refusal, int[]? Permits = null);
