using System.Security.Claims;
using McpAspire.Identity.OAuth.Resources;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Grants;

/// <summary>
/// RFC 6749, section 4.4: a program that acts for itself. Its tokens say that by what is missing: <c>sub</c> is the id
/// of the client (RFC 9068, section 2.2), and there is neither a sign-in nor a group.
/// </summary>
internal sealed class ClientGrant(IOpenIddictApplicationManager clients, KnownResources resources) : IGrant
{
    /// <summary>Scopes about a person, who is not there.</summary>
    private static readonly string[] OfPersons =
        [Scopes.OpenId, Scopes.Profile, Scopes.Email, GrantIdentity.Groups, Scopes.OfflineAccess];

    public bool Handles(OpenIddictRequest request) => request.IsClientCredentialsGrantType();

    public async Task<GrantResult> RedeemAsync(HttpContext context, OpenIddictRequest request)
    {
        var client = await clients.FindByClientIdAsync(request.ClientId ?? string.Empty, context.RequestAborted)
            ?? throw new InvalidOperationException("The client of the request was validated, and is gone.");
        var limits = ClientLimits.Of(await clients.GetPermissionsAsync(client, context.RequestAborted));

        var named = request.GetResources();
        var audiences = !named.IsDefaultOrEmpty ? resources.ResolveAll(named)
            : resources.Default is { } known ? [known] : null;
        if (audiences is null || !limits.Allow(audiences))
        {
            return new GrantResult(
                null, Errors.InvalidTarget, "The resource is missing, unknown, or not for this client.");
        }

        var allowed = limits.Scopes.Count > 0 ? limits.Scopes : [ScopeCatalog.Mcp];
        var scopes = request.GetScopes() is { IsDefaultOrEmpty: false } asked ? [.. asked] : allowed.Except(OfPersons);
        if (scopes.Except(allowed).Any() || scopes.Intersect(OfPersons).Any())
            return new GrantResult(null, Errors.InvalidScope, "A requested scope is not for this client.");

        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType);
        identity.SetClaim(Claims.Subject, request.ClientId);
        identity.SetScopes(scopes);
        identity.SetResources(audiences);
        return GrantResult.Of(identity);
    }
}
