using McpAspire.Identity.Perimeter;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Issuer;

/// <summary>
/// RFC 9068, section 4, and OpenID Connect Core, section 3.1.3.7: <c>iss</c> has to match the issuer exactly.
/// </summary>
internal sealed class SlashlessTokenIssuer(PublicOrigin origin) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseSingletonHandler<SlashlessTokenIssuer>()
            .SetOrder(OpenIddictServerHandlers.GenerateAccessToken.Descriptor.Order - 1)
            .Build();

    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        context.AccessTokenPrincipal?.SetClaim(OpenIddictConstants.Claims.Private.Issuer, origin.Issuer);
        context.IdentityTokenPrincipal?.SetClaim(OpenIddictConstants.Claims.Private.Issuer, origin.Issuer);
        return default;
    }
}
