using McpAspire.Identity.Perimeter;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth;

/// <summary>
/// Adds to the metadata what OpenIddict does not know of itself: the registration endpoint (RFC 7591).
/// </summary>
internal sealed class DescribeServer(PublicOrigin origin) : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<DescribeServer>()
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.Metadata["registration_endpoint"] = origin.Absolute(OAuthPaths.Register);
        return default;
    }
}
