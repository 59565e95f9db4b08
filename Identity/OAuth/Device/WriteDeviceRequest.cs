using McpAspire.Identity.OAuth.Resources;
using McpAspire.Identity.Perimeter;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>Keeps in the codes what the person has to know; OpenIddict would keep the scopes alone.</summary>
internal sealed class WriteDeviceRequest(IOpenIddictApplicationManager clients, KnownResources resources)
    : IOpenIddictServerHandler<HandleDeviceAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleDeviceAuthorizationRequestContext>()
            .UseScopedHandler<WriteDeviceRequest>()
            .Build();

    public async ValueTask HandleAsync(HandleDeviceAuthorizationRequestContext context)
    {
        var scopes = context.Request.GetScopes() is { IsDefaultOrEmpty: false } requested
            ? requested
            : [ScopeCatalog.Mcp];
        var audiences = context.Request.GetResources() is { IsDefaultOrEmpty: false } named
            ? resources.ResolveAll(named)
            : resources.Default is { } known ? [known] : null;
        var http = context.Transaction.GetHttpRequest()
            ?? throw new InvalidOperationException("A device authorization request comes over HTTP.");
        context.Principal = DeviceRequest.Write(
            await MayRefreshAsync(context) ? scopes.Append(Scopes.OfflineAccess).Distinct() : scopes,
            audiences ?? throw new InvalidOperationException("The resources were not validated."),
            ClientAddress.Of(http.HttpContext));
    }

    /// <summary>Many clients that can refresh do not ask for the scope that refresh tokens need.</summary>
    private async Task<bool> MayRefreshAsync(HandleDeviceAuthorizationRequestContext context) =>
        await clients.FindByClientIdAsync(context.ClientId ?? string.Empty, context.CancellationToken) is { } client
        && await clients.HasPermissionAsync(client, Permissions.GrantTypes.RefreshToken, context.CancellationToken);
}
