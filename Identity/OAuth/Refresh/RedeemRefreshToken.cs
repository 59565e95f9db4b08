using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>
/// Spends a refresh token in the transaction that brings its successors. OpenIddict disregards a lost race, so that all
/// of several parallel refreshes would get tokens of their own; here one wins, on any replica, and the others get the
/// winner's answer.
/// </summary>
internal sealed class RedeemRefreshToken(TokenWrites writes, RefreshRetries retries)
    : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseScopedHandler<RedeemRefreshToken>()
            .SetOrder(OpenIddictServerHandlers.GenerateIdentityToken.Descriptor.Order + 1)
            .Build();

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (!writes.AreHeld)
            return;
        if (context.Transaction.GetProperty<RefreshRetry>(RefreshRetry.Property) is not { } retry)
        {
            await writes.WriteAsync(context.CancellationToken);
            return;
        }

        if (await writes.TryWriteAsync(retry.TokenId, context.CancellationToken))
            return;
        if (await retries.TryAnswerAsync(context.Transaction, retry))
            context.HandleRequest();
        else
            context.Reject(Errors.InvalidGrant, RefreshRetries.Refusal);
    }
}
