using McpAspire.Identity.Clients.Keys;
using McpAspire.Identity.Clients.Rules;
using McpAspire.Identity.OAuth;
using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Clients;

/// <summary>Decides whether a client may register as it asks (RFC 7591, section 2), and says why not.</summary>
internal sealed class RegistrationRules(RedirectUris redirects)
{
    private const string InvalidRedirectUri = "invalid_redirect_uri";
    private const string InvalidClientMetadata = "invalid_client_metadata";

    public (ClientMetadata? Client, OAuthError? Error) Check(RegistrationRequest request)
    {
        var uris = request.RedirectUris ?? [];
        if (redirects.ProblemOf(uris) is { } problem)
            return Refuse(InvalidRedirectUri, problem);

        // An omitted list means the code grant alone. Unknown grants are dropped: section 3.2.1 lets the server replace
        // values, and clients list all they could ever use.
        var grants = request.GrantTypes ?? [GrantTypes.AuthorizationCode];
        if (!grants.Contains(GrantTypes.AuthorizationCode))
            return Refuse(InvalidClientMetadata, "The grant type 'authorization_code' is required.");
        if (request.ResponseTypes is { Count: > 0 } types && !types.Contains(ResponseTypes.Code))
            return Refuse(InvalidClientMetadata, "The response type 'code' is required.");

        var method = request.TokenEndpointAuthMethod ?? ClientAuthenticationMethods.ClientSecretBasic;
        if (method is not (ClientAuthenticationMethods.None or ClientAuthenticationMethods.ClientSecretBasic
            or ClientAuthenticationMethods.ClientSecretPost or ClientAuthenticationMethods.PrivateKeyJwt))
        {
            return Refuse(InvalidClientMetadata, "The client authentication method is not supported.");
        }

        if (request.ApplicationType is not (null or ApplicationTypes.Native or ApplicationTypes.Web))
            return Refuse(InvalidClientMetadata, "The application type is neither 'native' nor 'web'.");
        var name = string.IsNullOrWhiteSpace(request.ClientName) ? null : request.ClientName.Trim();
        if (name is not null && ClientName.ProblemOf(name) is { } nameProblem)
            return Refuse(InvalidClientMetadata, nameProblem);

        // Section 2: not both, or somebody could take the one and somebody else the other.
        if (request is { Jwks: not null, JwksUri: not null })
            return Refuse(InvalidClientMetadata, "Give 'jwks' or 'jwks_uri', not both.");

        JsonWebKeySet? keys = null;
        if (method == ClientAuthenticationMethods.PrivateKeyJwt && !TryReadKeys(request, out keys, out var keyProblem))
            return Refuse(InvalidClientMetadata, keyProblem);

        return (new ClientMetadata(name, [.. uris.Select(uri => new Uri(uri!))], Kept(grants), method)
        {
            Keys = keys,
        }, null);
    }

    /// <summary>
    /// A stranger's <c>jwks_uri</c> would have us fetch what they like for as long as they like; whoever has a web
    /// server for keys can put a metadata document there.
    /// </summary>
    private static bool TryReadKeys(RegistrationRequest request, out JsonWebKeySet keys, out string problem)
    {
        if (request is { Jwks: { } document, JwksUri: null })
            return ClientKeySet.TryRead(document, out keys, out problem);

        (keys, problem) = (new JsonWebKeySet(), "Give the keys in 'jwks'; 'jwks_uri' is not supported here.");
        return false;
    }

    private static string[] Kept(IReadOnlyList<string?> grants) => grants.Contains(GrantTypes.RefreshToken)
        ? [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken]
        : [GrantTypes.AuthorizationCode];

    private static (ClientMetadata?, OAuthError?) Refuse(string error, string description) =>
        (null, new OAuthError(error, description));
}
