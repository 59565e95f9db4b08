using McpAspire.Identity.OAuth.Resources;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth;

/// <summary>Whether a client may ask for these scopes and resources, whichever endpoint it asks at.</summary>
internal sealed class RequestRules(IOpenIddictApplicationManager clients, KnownResources resources)
{
    /// <summary>Why it may not, or null.</summary>
    public async Task<OAuthError?> FindProblemAsync(
        OpenIddictRequest request, string? clientId, CancellationToken cancellationToken)
    {
        var named = request.GetResources();
        if (named.IsDefaultOrEmpty && resources.Default is null)
            return new OAuthError(Errors.InvalidTarget, "The parameter 'resource' is required.");
        var audiences = named.IsDefaultOrEmpty ? [resources.Default!] : resources.ResolveAll(named);
        if (audiences is null)
            return new OAuthError(Errors.InvalidTarget, "A requested resource is unknown here.");
        if (string.IsNullOrEmpty(clientId)
            || await clients.FindByClientIdAsync(clientId, cancellationToken) is not { } client)
        {
            return null;
        }

        var limits = ClientLimits.Of(await clients.GetPermissionsAsync(client, cancellationToken));
        if (!limits.Allow(audiences))
            return new OAuthError(Errors.InvalidTarget, "This client may not ask for that resource.");
        return request.GetScopes().All(scope => scope is Scopes.OpenId or Scopes.OfflineAccess || limits.Allows(scope))
            ? null
            : new OAuthError(Errors.InvalidScope, "This client may not ask for that scope.");
    }
}
