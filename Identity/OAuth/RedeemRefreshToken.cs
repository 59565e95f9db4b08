using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth;

/// <summary>
/// Spends a refresh token before anything is issued for it. OpenIddict disregards a lost race here, so that all of
/// several parallel refreshes would get tokens. Of those, the row's concurrency token lets one win, on any replica.
/// </summary>
internal sealed class RedeemRefreshToken(IOpenIddictTokenManager tokens)
    : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseScopedHandler<RedeemRefreshToken>()
            .SetOrder(OpenIddictServerHandlers.RedeemTokenEntry.Descriptor.Order - 1)
            .Build();

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        var isRefresh = context.EndpointType is OpenIddictServerEndpointType.Token
            && context.Request.IsRefreshTokenGrantType();
        if (!isRefresh)
            return;

        var authentication = context.Transaction.GetProperty<ProcessAuthenticationContext>(
            typeof(ProcessAuthenticationContext).FullName!);
        var id = authentication?.RefreshTokenPrincipal?.GetTokenId();
        var token = id is null ? null : await tokens.FindByIdAsync(id, context.CancellationToken);

        // Within the retry window a spent token reaches this point: it is refused, and its login lives on.
        if (token is null
            || await tokens.HasStatusAsync(token, OpenIddictConstants.Statuses.Redeemed, context.CancellationToken)
            || !await tokens.TryRedeemAsync(token, context.CancellationToken))
        {
            context.Reject(OpenIddictConstants.Errors.InvalidGrant, "The refresh token has already been used.");
        }
    }
}
