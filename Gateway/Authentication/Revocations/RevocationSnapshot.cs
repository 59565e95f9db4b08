using System.Collections.Frozen;

namespace McpAspire.Gateway.Authentication.Revocations;

/// <summary>The revoked tokens as the issuer named them at one moment.</summary>
/// <param name="Ids">Ids of access tokens that have not expired but count no more.</param>
/// <param name="Keys">Ids of the issuer's keys; null from an issuer that does not name them.</param>
/// <param name="Tag">The entity tag of the list (RFC 9110 section 8.8.3).</param>
/// <param name="AskedAt">When it was asked for, in timestamps of the clock.</param>
internal sealed record RevocationSnapshot(FrozenSet<string> Ids, FrozenSet<string>? Keys, string? Tag, long AskedAt);
