using McpAspire.Identity.Audit;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>
/// Spends a refresh token before anything is issued for it. OpenIddict disregards a lost race, so that all of several
/// parallel refreshes would get tokens of their own; here the row's concurrency token lets one win, on any replica. The
/// others, and whoever sends the same request again within the retry window, get the winner's answer.
/// </summary>
internal sealed class RedeemRefreshToken(IOpenIddictTokenManager tokens, RefreshAnswers answers, AuditLog audit)
    : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleTokenRequestContext>()
            .UseScopedHandler<RedeemRefreshToken>()
            .SetOrder(OpenIddictServerHandlers.Exchange.AttachPrincipal.Descriptor.Order + 1)
            .Build();

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsRefreshTokenGrantType())
            return;

        var http = context.Transaction.GetHttpRequest()?.HttpContext
            ?? throw new InvalidOperationException("The request did not come through ASP.NET Core.");
        var name = RefreshAnswers.NameOf(context.Request, http.Request);
        if (await TryRedeemAsync(context))
        {
            context.Transaction.SetProperty(RefreshAnswers.Property, name);
            return;
        }

        if (await answers.FindAsync(name, context.CancellationToken) is not { } answer)
        {
            // Its login lives on: within the window this is no theft. Beyond it OpenIddict has revoked the login.
            context.Reject(Errors.InvalidGrant, "The refresh token has already been used.");
            return;
        }

        await audit.RecordAsync(new AuditEvent(AuditKind.TokenIssued)
        {
            AccountId = Guid.TryParse(context.Principal?.GetClaim(Claims.Subject), out var id) ? id : null,
            ClientId = context.Request.ClientId,
            Method = GrantTypes.RefreshToken,
            Detail = "the same answer again",
        });
        await RefreshAnswers.WriteAsync(http, answer);
        context.HandleRequest();
    }

    private async Task<bool> TryRedeemAsync(HandleTokenRequestContext context)
    {
        var id = context.Principal?.GetTokenId();
        var token = id is null ? null : await tokens.FindByIdAsync(id, context.CancellationToken);
        return token is not null
            && !await tokens.HasStatusAsync(token, Statuses.Redeemed, context.CancellationToken)
            && await tokens.TryRedeemAsync(token, context.CancellationToken);
    }
}
