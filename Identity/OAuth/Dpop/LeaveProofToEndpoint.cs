using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>
/// OpenIddict knows bindings to certificates alone and fails on any other. What a bound token needs depends on the
/// endpoint: userinfo asks for a proof, while a token is revoked without one.
/// </summary>
internal sealed class LeaveProofToEndpoint : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseSingletonHandler<LeaveProofToEndpoint>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateProofOfPossession.Descriptor.Order - 1)
            .Build();

    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal?.Confirmed() is { Length: > 0 })
            context.DisableProofOfPossessionValidation = true;
        return default;
    }
}
