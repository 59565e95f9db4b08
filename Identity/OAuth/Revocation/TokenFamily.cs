using OpenIddict.Abstractions;

namespace McpAspire.Identity.OAuth.Revocation;

/// <summary>All that one login of one client has brought forth: its authorization and every token of it.</summary>
internal sealed class TokenFamily(IOpenIddictAuthorizationManager authorizations, IOpenIddictTokenManager tokens)
{
    /// <summary>Revokes it. The gateway learns of its access tokens by either.</summary>
    public async Task RevokeAsync(string authorizationId, CancellationToken cancellationToken)
    {
        if (await authorizations.FindByIdAsync(authorizationId, cancellationToken) is { } authorization)
            await authorizations.TryRevokeAsync(authorization, cancellationToken);
        await tokens.RevokeByAuthorizationIdAsync(authorizationId, cancellationToken);
    }
}
