using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// RFC 8628, section 3.5: a device that asks too often is told to slow down. It comes before OpenIddict looks at the
/// code, which takes a spent one for stolen and revokes what it gave, whichever client brings it.
/// </summary>
internal sealed class PaceDevice(
    IOpenIddictTokenManager tokens, IOpenIddictApplicationManager clients, DevicePolling polling)
    : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseScopedHandler<PaceDevice>()
            .SetOrder(OpenIddictServerHandlers.ValidateDeviceCode.Descriptor.Order - 1)
            .Build();

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        // Of a code that does not exist, nothing is kept: OpenIddict refuses it.
        if (context.EndpointType is not OpenIddictServerEndpointType.Token
            || context.DeviceCode is not { Length: > 0 } code
            || await tokens.FindByReferenceIdAsync(code, context.CancellationToken) is not { } token)
        {
            return;
        }

        if (!await IsOfAsync(token, context.ClientId, context.CancellationToken))
        {
            context.Reject(Errors.InvalidGrant, "The device code was given to another client.");
            return;
        }

        var id = await tokens.GetIdAsync(token, context.CancellationToken)
            ?? throw new InvalidOperationException("A stored token has an id.");
        if (!await polling.TryTakeAsync(id))
            context.Reject(Errors.SlowDown, "Wait 5 seconds longer between requests from now on.");
    }

    private async Task<bool> IsOfAsync(object token, string? clientId, CancellationToken cancellationToken) =>
        await clients.FindByClientIdAsync(clientId ?? string.Empty, cancellationToken) is { } client
        && await clients.GetIdAsync(client, cancellationToken) is { } id
        && id == await tokens.GetApplicationIdAsync(token, cancellationToken);
}
