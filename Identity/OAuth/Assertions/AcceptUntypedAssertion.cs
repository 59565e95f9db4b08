using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Assertions;

/// <summary>
/// OpenIddict asks for the type that RFC 7523bis adds, which most clients do not write yet. Which types are accepted is
/// decided by <see cref="CheckAssertion"/>; what the type guards against, its strict audience does.
/// </summary>
internal sealed class AcceptUntypedAssertion : IOpenIddictServerHandler<ValidateTokenContext>
{
    private const string Type = "client-authentication+jwt";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseSingletonHandler<AcceptUntypedAssertion>()
            .SetOrder(OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes.Count == 1
            && context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion)
            && context.TokenValidationParameters is { } parameters)
        {
            parameters.TypeValidator = (_, _, _) => Type;
        }

        return default;
    }
}
