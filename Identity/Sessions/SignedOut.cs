namespace McpAspire.Identity.Sessions;

/// <summary>How much a sign-out ended.</summary>
internal sealed record SignedOut(long Sessions, long Authorizations);
