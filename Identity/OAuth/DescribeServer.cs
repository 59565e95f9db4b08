using McpAspire.Identity.Clients;
using McpAspire.Identity.Perimeter;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth;

/// <summary>
/// Adds to the metadata what OpenIddict does not know of itself: the registration endpoint (RFC 7591).
/// </summary>
internal sealed class DescribeServer(PublicOrigin origin, IOptions<RegistrationOptions> registration)
    : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<DescribeServer>()
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        if (registration.Value.MaxClients > 0)
            context.Metadata["registration_endpoint"] = origin.Absolute(OAuthPaths.Register);
        return default;
    }
}
