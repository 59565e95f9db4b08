using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth;

/// <summary>RFC 6749, sections 5.2 and 6: a refresh for more than was granted is <c>invalid_scope</c>.</summary>
internal sealed class ValidateTokenScopes : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenRequestContext>()
            .UseSingletonHandler<ValidateTokenScopes>()
            .SetOrder(OpenIddictServerHandlers.Exchange.ValidateGrantedScopes.Descriptor.Order - 1)
            .Build();

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (context.RefreshTokenPrincipal is { } grant
            && context.Request.GetScopes().Except(grant.GetScopes(), StringComparer.Ordinal).Any())
        {
            context.Reject(OpenIddictConstants.Errors.InvalidScope, "A requested scope was not granted.");
        }

        return default;
    }
}
