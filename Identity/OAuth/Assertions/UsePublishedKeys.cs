using McpAspire.Identity.Clients.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Assertions;

/// <summary>Has the assertions of a client that publishes its keys compared with those, and with no other.</summary>
internal sealed class UsePublishedKeys(PublishedKeys keys) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseSingletonHandler<UsePublishedKeys>()
            .SetOrder(AcceptUntypedAssertion.Descriptor.Order + 1)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes.Count != 1
            || !context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion)
            || context.TokenValidationParameters is not { } parameters)
        {
            return;
        }

        // Its form was checked before; who it claims to be is about to be.
        var assertion = new JsonWebToken(context.Token);
        if (keys.Has(assertion.Issuer))
        {
            parameters.IssuerSigningKeys = await keys.FindAsync(
                assertion.Issuer, assertion.Kid is { Length: > 0 } id ? id : null, context.CancellationToken);
        }
    }
}
