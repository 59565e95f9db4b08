using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Grants;

/// <summary>
/// RFC 6749, sections 4.4 and 5.2, for what OpenIddict calls <c>invalid_request</c>: a program without credentials, and
/// one that asks for a refresh token, which it never gets.
/// </summary>
internal sealed class ValidateClientGrant : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenRequestContext>()
            .UseSingletonHandler<ValidateClientGrant>()
            .SetOrder(OpenIddictServerHandlers.Exchange.ValidateGrantType.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var request = context.Request;
        if (!request.IsClientCredentialsGrantType())
            return default;

        if (string.IsNullOrEmpty(request.ClientSecret) && string.IsNullOrEmpty(request.ClientAssertion))
            context.Reject(Errors.InvalidClient, "The client has to prove who it is.");
        else if (request.HasScope(Scopes.OfflineAccess))
            context.Reject(Errors.InvalidScope, "A program that acts for itself gets no refresh token.");
        return default;
    }
}
