using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Resources;

/// <summary>
/// RFC 8707, section 2: an authorization is for known resources only. OpenIddict's own list compares character by
/// character with a slash that it adds itself, which refuses the form that MCP recommends.
/// </summary>
internal sealed class ValidateAuthorizationResources(KnownResources resources)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
            .UseSingletonHandler<ValidateAuthorizationResources>()
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidateResourceParameter.Descriptor.Order - 1)
            .Build();

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        var requested = context.Request.GetResources();
        if (requested.IsDefaultOrEmpty && resources.Default is null)
            context.Reject(OpenIddictConstants.Errors.InvalidTarget, "The parameter 'resource' is required.");
        else if (!requested.IsDefaultOrEmpty && resources.ResolveAll(requested) is null)
            context.Reject(OpenIddictConstants.Errors.InvalidTarget, "A requested resource is unknown here.");
        return default;
    }
}
