using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth;

/// <summary>Keeps a client at the authorization endpoint within what the configuration allows it.</summary>
internal sealed class ValidateClientLimits(RequestRules rules)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
            .UseScopedHandler<ValidateClientLimits>()
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidateEndpointPermissions.Descriptor.Order - 2)
            .Build();

    public async ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (await rules.FindProblemAsync(context.Request, context.ClientId, context.CancellationToken) is { } problem)
            context.Reject(problem.Error, problem.Description);
    }
}
