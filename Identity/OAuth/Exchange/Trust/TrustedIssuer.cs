using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Exchange.Trust;

/// <summary>
/// An identity provider that may send people here without a sign-in (draft-ietf-oauth-identity-assertion-authz-grant).
/// </summary>
internal sealed class TrustedIssuer
{
    /// <summary>Its issuer identifier, exactly as it stands in <c>iss</c>. Required.</summary>
    public string Issuer { get; init; } = string.Empty;

    /// <summary>Where its public keys are.</summary>
    public string? JwksUri { get; init; }

    /// <summary>Its public keys as a JWK Set.</summary>
    public string? Jwks { get; init; }

    /// <summary>
    /// A file with its public keys as a JWK Set, which is read again each hour, and for a key that is not in it.
    /// </summary>
    public string? JwksFile { get; init; }

    /// <summary>The ids of the clients that may bring its assertions. At least one.</summary>
    public IReadOnlyList<string> Clients { get; init; } = [];

    /// <summary>The scopes that its assertions can give. Default: <c>mcp</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>How its subjects are found among the accounts. Default: by links alone.</summary>
    public SubjectMapping Mapping { get; init; } = SubjectMapping.Link;

    /// <summary>The claim that is compared. Default: <c>email</c> or <c>preferred_username</c>.</summary>
    public string? MappingClaim { get; init; }

    /// <summary>Subjects whose accounts are known; they go before everything else.</summary>
    public IReadOnlyList<SubjectLink> Links { get; init; } = [];

    /// <summary>Whether people who have no account get one. Default no.</summary>
    public bool CreateAccounts { get; init; }

    /// <summary>
    /// Whether <c>mfa</c> in its <c>amr</c> counts as two factors here. Default no: then its people have one.
    /// </summary>
    public bool TrustSecondFactor { get; init; }

    /// <summary>The one tenant of a multi-tenant issuer whose people are let in.</summary>
    public string? Tenant { get; init; }

    /// <summary>For how long its assertions may be good. Default 10 minutes, from 1 minute to 1 hour.</summary>
    public TimeSpan MaxLifetime { get; init; } = TimeSpan.FromMinutes(10);

    public IReadOnlyList<string> AllowedScopes() => Scopes.Count > 0 ? Scopes : [ScopeCatalog.Mcp];

    public string ComparedClaim() =>
        MappingClaim ?? (Mapping is SubjectMapping.Email ? Claims.Email : Claims.PreferredUsername);

    /// <summary>The places for keys that are set, by their names.</summary>
    public IReadOnlyList<string> KeyPlaces() =>
    [
        .. new (string Name, string? Value)[]
            {
                (nameof(JwksUri), JwksUri), (nameof(Jwks), Jwks), (nameof(JwksFile), JwksFile),
            }
            .Where(place => !string.IsNullOrWhiteSpace(place.Value)).Select(place => place.Name),
    ];
}
