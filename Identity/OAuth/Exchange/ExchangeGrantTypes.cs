using OpenIddict.Abstractions;

namespace McpAspire.Identity.OAuth.Exchange;

/// <summary>Grant types by which a program turns one proof about a person into an access token.</summary>
internal static class ExchangeGrantTypes
{
    /// <summary>RFC 7523, section 2.1; here with an identity assertion of a trusted issuer, and nothing else.</summary>
    public const string Assertion = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>RFC 8693.</summary>
    public const string TokenExchange = OpenIddictConstants.GrantTypes.TokenExchange;

    /// <summary>
    /// Scopes that are of no use without the person: there is nobody to sign in, and the program asks again instead of
    /// refreshing.
    /// </summary>
    public static readonly string[] ScopesOfSignIn =
        [OpenIddictConstants.Scopes.OpenId, OpenIddictConstants.Scopes.OfflineAccess];

    /// <summary>Whether the grant itself decides about resources, since none were granted before.</summary>
    public static bool Decides(OpenIddictRequest request) => request.GrantType is Assertion or TokenExchange;
}
