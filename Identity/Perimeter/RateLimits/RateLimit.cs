namespace McpAspire.Identity.Perimeter.RateLimits;

/// <summary>A limit of some endpoints, counted together. What succeeds may count as if it had not been.</summary>
internal sealed record RateLimit(string Name, IReadOnlyList<RateWindow> Windows, bool CountsSuccess);
