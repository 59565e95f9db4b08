using McpAspire.Identity.Perimeter;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth;

/// <summary>The settings of the token server that depend on configuration.</summary>
internal sealed class OAuthServerSetup(
    PublicOrigin origin,
    ScopeCatalog scopes,
    IOptions<TokenOptions> tokens,
    IOptions<RequestOptions> requests) : IConfigureOptions<OpenIddictServerOptions>
{
    public void Configure(OpenIddictServerOptions options)
    {
        options.Issuer = origin.Uri;
        // Absolute, so that no metadata document can repeat what a Host header said.
        options.AuthorizationEndpointUris.Add(At(OAuthPaths.Authorize));
        options.TokenEndpointUris.Add(At(OAuthPaths.Token));
        options.PushedAuthorizationEndpointUris.Add(At(OAuthPaths.PushedAuthorization));
        options.RevocationEndpointUris.Add(At(OAuthPaths.Revoke));
        options.IntrospectionEndpointUris.Add(At(OAuthPaths.Introspect));
        options.UserInfoEndpointUris.Add(At(OAuthPaths.UserInfo));
        options.JsonWebKeySetEndpointUris.Clear();
        options.JsonWebKeySetEndpointUris.Add(At(OAuthPaths.Jwks));
        options.ConfigurationEndpointUris.Clear();
        options.ConfigurationEndpointUris.Add(At(OAuthPaths.OpenIdConfiguration));
        options.ConfigurationEndpointUris.Add(At(OAuthPaths.AuthorizationServer));

        // RFC 9700, section 2.1.1: with "plain", whoever reads the request can redeem the code.
        options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
        // Clients take themselves for unwelcome unless they see that public clients are served.
        options.ClientAuthenticationMethods.Add(ClientAuthenticationMethods.None);
        options.ResponseModes.IntersectWith([ResponseModes.Query, ResponseModes.Fragment, ResponseModes.FormPost]);
        options.Scopes.UnionWith(scopes.All);
        options.Claims.UnionWith(
        [
            Claims.Name, Claims.PreferredUsername, GrantIdentity.Groups, Claims.Email, Claims.EmailVerified,
            Claims.AuthenticationTime, Claims.AuthenticationMethodReference, Claims.AuthenticationContextReference,
        ]);

        options.RequirePushedAuthorizationRequests = requests.Value.RequirePushedAuthorization;
        options.RequestTokenLifetime = requests.Value.PushedRequestLifetime;
        options.AuthorizationCodeLifetime = tokens.Value.CodeLifetime;
        options.AccessTokenLifetime = tokens.Value.AccessTokenLifetime;
        options.RefreshTokenLifetime = tokens.Value.RefreshTokenLifetime;
        options.RefreshTokenReuseLeeway = tokens.Value.RefreshRetryWindow;
    }

    private Uri At(string path) => new(origin.Absolute(path));
}
