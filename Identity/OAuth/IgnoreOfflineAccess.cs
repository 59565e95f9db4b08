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

    public async ValueTask HandleAsync(ValidateAuthorizationRequestContext context) =>
        await LeaveOutAsync(clients, context.Request, context.ClientId, context.CancellationToken);

    public static async Task LeaveOutAsync(
        IOpenIddictApplicationManager clients,
        OpenIddictRequest request,
        string? clientId,
        CancellationToken cancellationToken)
    {
        if (!request.HasScope(Scopes.OfflineAccess)
            || await clients.FindByClientIdAsync(clientId!, cancellationToken) is not { } client
            || await clients.HasPermissionAsync(client, Permissions.GrantTypes.RefreshToken, cancellationToken))
        {
            return;
        }

        request.Scope = string.Join(' ', request.GetScopes().Remove(Scopes.OfflineAccess));
    }
}
