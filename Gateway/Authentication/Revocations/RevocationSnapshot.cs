using System.Collections.Frozen;

namespace McpAspire.Gateway.Authentication.Revocations;

/// <summary>The revoked tokens as the issuer named them at one moment.</summary>
/// <param name="Ids">Ids of access tokens that have not expired but count no more.</param>
/// <param name="Keys">Ids of the issuer's keys; null from an issuer that does not name them.</param>
/// <param name="Tag">The entity tag of the list (RFC 9110 section 8.8.3).</param>
/// <param name="AskedAt">When it was asked for, in timestamps of the clock.</param>
internal sealed record RevocationSnapshot(FrozenSet<string> Ids, FrozenSet<string>? Keys, string? Tag, long AskedAt)
{
    /// <summary>Keys that were the issuer's before it was asked, and that it names no more.</summary>
    public FrozenSet<string> Dropped { get; init; } = [];

    /// <summary>
    /// Whether the token counts no more: it is named, or its key is dropped, of which whoever stole it makes tokens that
    /// nobody could name. A key that is only no longer used is among the issuer's until its tokens expired; one that
    /// the issuer began to use since it was asked is not named yet, and its tokens are good.
    /// </summary>
    public bool Ends(AccessToken token) => Ids.Contains(token.RevocationId) || Dropped.Contains(token.KeyId);

    /// <summary>This list, as what comes after another one.</summary>
    /// <param name="before">What was known when it was asked for; null for the first.</param>
    /// <param name="trusted">The keys that were trusted when it was asked for.</param>
    public RevocationSnapshot After(RevocationSnapshot? before, IEnumerable<string> trusted) => Keys is not { } named
        ? this
        : this with
        {
            Dropped = trusted.Concat(before?.Keys ?? []).Concat(before?.Dropped ?? [])
                .Where(key => !named.Contains(key))
                .ToFrozenSet(StringComparer.Ordinal),
        };
}
