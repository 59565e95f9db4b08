namespace McpAspire.Identity.Consent;

/// <summary>A person's answer to one request.</summary>
internal sealed record ConsentAnswer(Guid AccountId, string Query, ConsentDecision Decision);
