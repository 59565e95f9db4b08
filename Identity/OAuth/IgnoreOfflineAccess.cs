using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth;

/// <summary>
/// OpenID Connect Core, section 11: <c>offline_access</c> from a client that may not refresh is ignored. OpenIddict
/// refuses the whole request, and clients ask for every scope that they see in the metadata.
/// </summary>
internal sealed class IgnoreOfflineAccess(IOpenIddictApplicationManager clients)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
            .UseScopedHandler<IgnoreOfflineAccess>()
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidateEndpointPermissions.Descriptor.Order - 1)
            .Build();

    public async ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (!context.Request.HasScope(Scopes.OfflineAccess)
            || await clients.FindByClientIdAsync(context.ClientId!, context.CancellationToken) is not { } client
            || await clients.HasPermissionAsync(
                client, Permissions.GrantTypes.RefreshToken, context.CancellationToken))
        {
            return;
        }

        context.Request.Scope = string.Join(' ', context.Request.GetScopes().Remove(Scopes.OfflineAccess));
    }
}
