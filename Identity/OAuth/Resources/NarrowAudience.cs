using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Resources;

/// <summary>
/// Gives the access token the audience that was asked for; the refresh token keeps all that was granted.
/// </summary>
internal sealed class NarrowAudience(KnownResources resources) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseSingletonHandler<NarrowAudience>()
            .SetOrder(OpenIddictServerHandlers.PrepareAccessTokenPrincipal.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context is { EndpointType: OpenIddictServerEndpointType.Token, AccessTokenPrincipal: { } principal }
            && context.Request.GetResources() is { IsDefaultOrEmpty: false } requested
            && resources.ResolveAll(requested) is { } resolved)
        {
            principal.SetAudiences(resolved);
        }

        return default;
    }
}
