using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>RFC 9449, section 10: a code that is asked for with a key is redeemed with that key only.</summary>
internal sealed class BindCode(ProofCheck proofs) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseSingletonHandler<BindCode>()
            .SetOrder(OpenIddictServerHandlers.PrepareAuthorizationCodePrincipal.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (proofs.IsEnabled && context.EndpointType is OpenIddictServerEndpointType.Authorization)
            context.AuthorizationCodePrincipal?.BindTo((string?)context.Request[KeyBinding.Parameter]);
        return default;
    }
}
