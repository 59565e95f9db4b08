using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Pushed;

/// <summary>
/// RFC 9126, section 7.3: a request is good for one answer. OpenIddict spends it when it grants; a refusal is an answer
/// as well.
/// </summary>
internal sealed class SpendDeniedRequest(IOpenIddictTokenManager tokens)
    : IOpenIddictServerHandler<ProcessChallengeContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessChallengeContext>()
            .UseScopedHandler<SpendDeniedRequest>()
            .SetOrder(OpenIddictServerHandlers.AttachDefaultChallengeError.Descriptor.Order + 1)
            .Build();

    public async ValueTask HandleAsync(ProcessChallengeContext context)
    {
        var authentication = context.Transaction.GetProperty<ProcessAuthenticationContext>(
            typeof(ProcessAuthenticationContext).FullName!);
        if (context.EndpointType is OpenIddictServerEndpointType.Authorization
            && authentication?.RequestTokenPrincipal?.GetTokenId() is { } id
            && await tokens.FindByIdAsync(id, context.CancellationToken) is { } token)
        {
            await tokens.TryRedeemAsync(token, context.CancellationToken);
        }
    }
}
