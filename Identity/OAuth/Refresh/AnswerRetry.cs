using McpAspire.Identity.Audit;
using McpAspire.Identity.OAuth.Dpop;
using McpAspire.Identity.OAuth.Refusals;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>
/// A refresh token that is spent already comes here within the retry window alone; whoever sends the same request again
/// gets the same answer. Client, scopes, resources and the proof of possession were checked by then.
/// </summary>
internal sealed class AnswerRetry(IOpenIddictTokenManager tokens, RefreshRetries retries, AuditLog audit)
    : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleTokenRequestContext>()
            .UseScopedHandler<AnswerRetry>()
            .SetOrder(OpenIddictServerHandlers.Exchange.AttachPrincipal.Descriptor.Order + 1)
            .Build();

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsRefreshTokenGrantType())
            return;

        var id = context.Principal?.GetTokenId()
            ?? throw new InvalidOperationException("The refresh token that was validated has no entry.");
        var retry = RefreshRetry.Of(id, context.Request, context.Transaction.Proof()?.Thumbprint);
        context.Transaction.SetProperty(RefreshRetry.Property, retry);
        // The manager remembers the entry from its validation.
        var token = await tokens.FindByIdAsync(id, context.CancellationToken);
        if (token is not null && await tokens.HasStatusAsync(token, Statuses.Valid, context.CancellationToken))
            return;

        var isAnswered = await retries.TryAnswerAsync(context.Transaction, retry);
        await audit.RecordAsync(new AuditEvent(
            isAnswered ? AuditKind.TokenIssued : AuditKind.TokenRefused, isAnswered)
        {
            AccountId = Guid.TryParse(context.Principal.GetClaim(Claims.Subject), out var account) ? account : null,
            ClientId = context.Request.ClientId,
            Method = GrantTypes.RefreshToken,
            Detail = isAnswered ? "the same answer again" : RefreshRetries.Refusal,
        });
        context.Transaction.SetProperty(RecordRefusal.Recorded, RecordRefusal.Recorded);
        // If it is refused, its login lives on: within the window this is no theft.
        if (isAnswered)
            context.HandleRequest();
        else
            context.Reject(Errors.InvalidGrant, RefreshRetries.Refusal);
    }
}
