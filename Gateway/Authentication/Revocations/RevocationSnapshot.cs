using System.Collections.Frozen;

namespace McpAspire.Gateway.Authentication.Revocations;

/// <summary>The revoked tokens as the issuer named them at one moment.</summary>
/// <param name="Ids">Ids of access tokens that have not expired but count no more.</param>
/// <param name="Keys">Ids of the issuer's keys; null from an issuer that does not name them.</param>
/// <param name="Tag">The entity tag of the list (RFC 9110 section 8.8.3).</param>
/// <param name="AskedAt">When it was asked for, in timestamps of the clock.</param>
internal sealed record RevocationSnapshot(FrozenSet<string> Ids, FrozenSet<string>? Keys, string? Tag, long AskedAt)
{
    /// <summary>
    /// Whether a stream of this token has to end: it is named, or its key is dropped, of which whoever stole it makes
    /// tokens that nobody could name. A key that is only no longer used is among the issuer's until its tokens expired.
    /// </summary>
    public bool Ends(AccessToken token) => Ids.Contains(token.RevocationId) || Keys?.Contains(token.KeyId) is false;
}
