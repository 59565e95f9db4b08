using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>RFC 8628, section 3.1: a device asks for what it could ask for at the authorization endpoint.</summary>
internal sealed class ValidateDeviceRequest(IOpenIddictApplicationManager clients, RequestRules rules)
    : IOpenIddictServerHandler<ValidateDeviceAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateDeviceAuthorizationRequestContext>()
            .UseScopedHandler<ValidateDeviceRequest>()
            .SetOrder(OpenIddictServerHandlers.Device.ValidateEndpointPermissions.Descriptor.Order - 1)
            .Build();

    public async ValueTask HandleAsync(ValidateDeviceAuthorizationRequestContext context)
    {
        if (await rules.FindProblemAsync(context.Request, context.ClientId, context.CancellationToken) is { } problem)
            context.Reject(problem.Error, problem.Description);
        else
            await IgnoreOfflineAccess.LeaveOutAsync(
                clients, context.Request, context.ClientId, context.CancellationToken);
    }
}
