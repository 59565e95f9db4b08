using McpAspire.Identity.OAuth.Resources;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Revocation;

/// <summary>
/// RFC 7662, section 2.1: only resource servers that prove who they are may ask about tokens. Such a client has the
/// resource's own URI as its id, so that OpenIddict finds it among the audiences of the tokens that it may see.
/// </summary>
internal sealed class ValidateIntrospectionCaller(IOpenIddictApplicationManager clients, KnownResources resources)
    : IOpenIddictServerHandler<ValidateIntrospectionRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateIntrospectionRequestContext>()
            .UseScopedHandler<ValidateIntrospectionCaller>()
            .SetOrder(OpenIddictServerHandlers.Introspection.ValidateEndpointPermissions.Descriptor.Order + 1)
            .Build();

    public async ValueTask HandleAsync(ValidateIntrospectionRequestContext context)
    {
        if (context.ClientId is not { Length: > 0 } id
            || resources.ResolveAll([id]) is null
            || await clients.FindByClientIdAsync(id, context.CancellationToken) is not { } client
            || !await clients.HasClientTypeAsync(client, ClientTypes.Confidential, context.CancellationToken))
        {
            context.Reject(Errors.UnauthorizedClient, "This client is no resource server.");
        }
    }
}
