using McpAspire.Identity.Audit;
using McpAspire.ServiceDefaults.Dpop;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>
/// RFC 9449, section 5: a token request with a proof gets bound tokens; one for a grant that is bound needs it. It runs
/// once client and grant are known to be good, and before the grant is spent: a bad proof costs the client nothing.
/// </summary>
internal sealed class ValidateTokenProof(ProofCheck proofs) : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenRequestContext>()
            .UseSingletonHandler<ValidateTokenProof>()
            .SetOrder(OpenIddictServerHandlers.Exchange.ValidateGrantedScopes.Descriptor.Order + 100)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var grant = context.AuthorizationCodePrincipal ?? context.RefreshTokenPrincipal;
        var bound = grant?.BoundKey() ?? context.SubjectTokenPrincipal?.Confirmed();
        var http = context.Transaction.GetHttpRequest()
            ?? throw new InvalidOperationException("A token request comes over HTTP.");
        var offers = http.Headers.ContainsKey(DpopProof.Header);
        // Switched off, new tokens are plain; what was bound before stays bound.
        if (bound is null && !(offers && proofs.IsEnabled))
            return;

        var verdict = await proofs.CheckAsync(http, OAuthPaths.Token, null, bound);
        if (verdict.IsValid)
        {
            context.Transaction.KeepProof(verdict.Proof);
            return;
        }

        var error = await proofs.RefuseAsync(
            http.HttpContext,
            context.Transaction,
            new AuditEvent(AuditKind.TokenRefused, false)
            {
                AccountId = Guid.TryParse(grant?.GetClaim(OpenIddictConstants.Claims.Subject), out var id) ? id : null,
                ClientId = context.ClientId,
            },
            verdict.Flaw);
        if (verdict.Flaw == DpopFlaw.OtherKey && context.SubjectTokenPrincipal is null)
        {
            // RFC 6749, section 5.2: nothing is wrong with the proof, but the grant was made to another key.
            context.Reject(OpenIddictConstants.Errors.InvalidGrant, "The grant is bound to another key.");
            return;
        }

        context.Reject(error, error == DpopErrors.UseNonce
            ? "The proof needs the nonce of this answer."
            : "The DPoP proof is missing, or is not valid for this request.");
    }
}
