using McpAspire.Identity.Storage;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Assertions;

/// <summary>
/// RFC 7523, section 3, no. 7: each assertion once, on whatever replica. It is spent when its signature is known to be
/// good, so that nobody else can spend it; without Redis none is accepted.
/// </summary>
internal sealed class SpendAssertion(SingleUse uses)
    : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseSingletonHandler<SpendAssertion>()
            .SetOrder(OpenIddictServerHandlers.ValidateClientAssertionIssuer.Descriptor.Order + 1)
            .Build();

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.ClientAssertionPrincipal is not { } assertion)
            return;

        // The two parts cannot be told apart wrongly: an id has no line break, or it is another id.
        var name = $"{assertion.GetClaim("sub")}\n{assertion.GetClaim("jti")}";
        var isFirst = await uses.TakeAsync(
            $"idp:assertion:{Digest.Of(name)}", CheckAssertion.Longest + (CheckAssertion.Skew * 2));
        if (!isFirst)
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "The client assertion has been used before.");
    }
}
