using McpAspire.Identity.Clients.Keys;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Clients.Configured;

/// <summary>A client as it stands in the configuration.</summary>
internal sealed class ConfiguredClient
{
    public const string Public = "public";
    public const string Confidential = "confidential";
    private const string Code = "authorization_code";
    private const string Refresh = "refresh_token";
    private const string Own = "client_credentials";

    /// <summary>The client id, where it cannot be a key, as an address. Default: the key.</summary>
    public string? ClientId { get; init; }

    /// <summary>What people are shown. Required.</summary>
    public string? Name { get; init; }

    /// <summary>Where codes may be sent. Required for <c>authorization_code</c>, and for nothing else.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Its secret, of at least 32 characters.</summary>
    public string? Secret { get; init => field = ValueOf(value); }

    /// <summary>A hash of its secret: <c>$pbkdf2-sha512$310000$salt$hash</c>, as Authelia writes it.</summary>
    public string? SecretHash { get; init => field = ValueOf(value); }

    /// <summary>Where its public keys are, for <c>private_key_jwt</c>.</summary>
    public string? JwksUri { get; init => field = ValueOf(value); }

    /// <summary>Its public keys as a JWK Set, for <c>private_key_jwt</c>.</summary>
    public string? Jwks { get; init => field = ValueOf(value); }

    /// <summary>
    /// Default: code and refresh for a client with redirect URIs, <c>client_credentials</c> for one without.
    /// </summary>
    public IReadOnlyList<string> GrantTypes { get; init; } = [];

    /// <summary>All scopes that it may ask for. Default: what people agree to; for itself, <c>mcp</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>All resources that its tokens may open, with what is below them. Default: all.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary><c>public</c> or <c>confidential</c>. Default: what its credentials say.</summary>
    public string? Type { get; init; }

    /// <summary>It has to push its requests (RFC 9126). Default no.</summary>
    public bool RequirePushedAuthorization { get; init; }

    public string IdOr(string key) => string.IsNullOrWhiteSpace(ClientId) ? key : ClientId;

    public IReadOnlyList<string> Grants() => GrantTypes.Count > 0 ? GrantTypes
        : RedirectUris.Count > 0 ? [Code, Refresh] : [Own];

    /// <summary>The credentials that are set, by the names of their keys.</summary>
    public IEnumerable<string> Credentials() =>
        new (string Name, string? Value)[]
            {
                (nameof(Secret), Secret), (nameof(SecretHash), SecretHash), (nameof(Jwks), Jwks),
                (nameof(JwksUri), JwksUri),
            }
            .Where(it => it.Value is not null).Select(it => it.Name);

    /// <summary>For settings that were validated.</summary>
    public ClientMetadata ToMetadata() => new(
        Name?.Trim(), [.. RedirectUris.Select(uri => new Uri(uri))], Grants(), AuthMethod())
    {
        Secret = Secret,
        SecretHash = SecretHash is null ? null : StoredSecretHash.Of(SecretHash),
        Keys = Jwks is not null && ClientKeySet.TryRead(Jwks, out var keys, out _) ? keys : null,
        KeysAddress = JwksUri is null ? null : new Uri(JwksUri),
        Scopes = Scopes,
        Resources = Resources,
        MustPush = RequirePushedAuthorization,
    };

    /// <summary>An environment variable that is empty sets nothing; as a secret, everybody would know it.</summary>
    private static string? ValueOf(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private string AuthMethod() => this switch
    {
        { Secret: not null } or { SecretHash: not null } => ClientAuthenticationMethods.ClientSecretBasic,
        { Jwks: not null } or { JwksUri: not null } => ClientAuthenticationMethods.PrivateKeyJwt,
        _ => ClientAuthenticationMethods.None,
    };
}
