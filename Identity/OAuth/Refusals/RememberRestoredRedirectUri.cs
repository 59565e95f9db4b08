using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refusals;

/// <summary>The second look of <see cref="RememberRedirectUri"/>, once everything about the request is known.</summary>
internal sealed class RememberRestoredRedirectUri(RememberRedirectUri first)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
            .UseScopedHandler<RememberRestoredRedirectUri>()
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidateAuthentication.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) => first.HandleAsync(context);
}
