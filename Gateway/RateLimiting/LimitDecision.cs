namespace McpAspire.Gateway.RateLimiting;

/// <summary>Whether a request may begin.</summary>
/// <param name="Refusal">What is used up; null if it may.</param>
/// <param name="Lease">What is to be released when it ends; null if nothing counts its end.</param>
internal readonly record struct LimitDecision(LimitRefusal? Refusal, LimitLease? Lease);
