using McpAspire.Identity.Perimeter;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Issuer;

/// <summary>
/// RFC 8414, section 3.3: the issuer in the metadata has to be, character by character, the one that clients know.
/// OpenIddict writes it as a URI, with a slash at the end that nobody configured.
/// </summary>
internal sealed class SlashlessConfigurationIssuer(PublicOrigin origin)
    : IOpenIddictServerHandler<ApplyConfigurationResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyConfigurationResponseContext>()
            .UseSingletonHandler<SlashlessConfigurationIssuer>()
            .SetOrder(int.MinValue)
            .Build();

    public ValueTask HandleAsync(ApplyConfigurationResponseContext context)
    {
        if (context.Response.HasParameter(OpenIddictConstants.Metadata.Issuer))
            context.Response.SetParameter(OpenIddictConstants.Metadata.Issuer, origin.Issuer);
        return default;
    }
}
