namespace McpAspire.Identity.Outbound;

/// <summary>How much a document may be, and how long it may take from the first packet to the last.</summary>
internal sealed record FetchLimits(int MaxBytes, TimeSpan Timeout);
