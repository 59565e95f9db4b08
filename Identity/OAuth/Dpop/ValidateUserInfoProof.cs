using McpAspire.Identity.Audit;
using McpAspire.ServiceDefaults.Dpop;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>
/// RFC 9449, section 7: a bound token comes with the scheme DPoP and a proof, any other with neither. As a plain bearer
/// token a stolen one would work without the key.
/// </summary>
internal sealed class ValidateUserInfoProof(ProofCheck proofs)
    : IOpenIddictServerHandler<ValidateUserInfoRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateUserInfoRequestContext>()
            .UseSingletonHandler<ValidateUserInfoProof>()
            .SetOrder(OpenIddictServerHandlers.UserInfo.ValidateAuthentication.Descriptor.Order + 100)
            .Build();

    public async ValueTask HandleAsync(ValidateUserInfoRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()
            ?? throw new InvalidOperationException("A userinfo request comes over HTTP.");
        var token = ExtractBoundToken.TokenOf(http);
        var confirmed = context.AccessTokenPrincipal?.Confirmed();
        if (token is null && confirmed is null)
            return;
        if (token is null || confirmed is null)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidToken, "The token is of another type than the scheme.");
            return;
        }

        var verdict = await proofs.CheckAsync(http, OAuthPaths.UserInfo, token, confirmed);
        if (verdict.IsValid)
            return;

        var error = await proofs.RefuseAsync(
            http.HttpContext, context.Transaction, new AuditEvent(AuditKind.TokenRefused, false), verdict.Flaw);
        http.HttpContext.Response.OnStarting(() =>
        {
            // OpenIddict challenges with Bearer alone; by this one clients of RFC 9449 find their nonce.
            http.HttpContext.Response.Headers.Append(
                "WWW-Authenticate", $"DPoP error=\"{error}\", algs=\"{DpopAlgorithms.Listed}\"");
            return Task.CompletedTask;
        });
        context.Reject(error, "The DPoP proof is missing, or is not valid for this request.");
    }
}
