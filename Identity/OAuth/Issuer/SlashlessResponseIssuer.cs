using McpAspire.Identity.Perimeter;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Issuer;

/// <summary>RFC 9207, section 2.4: clients compare <c>iss</c> with the issuer by simple string comparison.</summary>
internal sealed class SlashlessResponseIssuer(PublicOrigin origin)
    : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyAuthorizationResponseContext>()
            .UseSingletonHandler<SlashlessResponseIssuer>()
            .SetOrder(OpenIddictServerHandlers.Authentication.AttachIssuer.Descriptor.Order - 1)
            .Build();

    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (!string.IsNullOrEmpty(context.RedirectUri))
            context.Response.Iss = origin.Issuer;
        return default;
    }
}
