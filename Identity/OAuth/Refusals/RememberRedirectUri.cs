using McpAspire.Identity.Clients;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refusals;

/// <summary>
/// RFC 6749, section 4.1.2.1: once client and redirect URI are known to belong together, the client is told of any
/// other mistake. OpenIddict would show each one to the person, who can do nothing about it. It looks twice: a client
/// of a metadata document, and the parameters of a pushed request, are known only after the authentication.
/// </summary>
internal sealed class RememberRedirectUri(IOpenIddictApplicationManager clients, OwnOrigins own)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public const string Property = "mcpaspire:redirect_uri";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
            .UseScopedHandler<RememberRedirectUri>()
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidateRequestParameter.Descriptor.Order - 2)
            .Build();

    public async ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (!string.IsNullOrEmpty(context.Request.RequestUri) && string.IsNullOrEmpty(context.Request.RedirectUri))
            return;
        if (context.Request.RedirectUri is not { Length: > 0 } uri)
        {
            // OAuth 2.1 lets a client with one address leave it out; the person is to see where the answer goes.
            context.Reject(OpenIddictConstants.Errors.InvalidRequest, "The parameter 'redirect_uri' is required.");
            return;
        }

        if (Uri.TryCreate(uri, UriKind.Absolute, out var address) && own.Contains(address))
        {
            // With any port, an address of a native application could be one of ours.
            context.Reject(OpenIddictConstants.Errors.InvalidRequest, "The 'redirect_uri' leads to this service.");
            return;
        }

        if (context.Request.ClientId is { Length: > 0 } clientId
            && await clients.FindByClientIdAsync(clientId, context.CancellationToken) is { } client
            && await clients.ValidateRedirectUriAsync(client, uri, context.CancellationToken))
        {
            context.Transaction.SetProperty(Property, uri);
        }
    }
}
