using McpAspire.Identity.Audit;
using McpAspire.Identity.Keys;
using McpAspire.Identity.OAuth.Refusals;
using McpAspire.Identity.Perimeter;
using McpAspire.ServiceDefaults.Dpop;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>
/// Checks the proof of a request as a whole: form, key, nonce, and that it was not seen before. The replay is looked at
/// last, so that a proof which is refused for something else leaves nothing behind.
/// </summary>
internal sealed class ProofCheck(
    PublicOrigin origin,
    ProofReplays replays,
    IOptions<DpopOptions> options,
    MasterKey master,
    AuditLog audit,
    TimeProvider clock)
{
    private readonly DpopNonces _nonces = new(master.Derive("McpAspire.Identity.Dpop.Nonce"), clock);

    public bool IsEnabled => options.Value.Enabled;

    /// <summary>Checks the proof, whose key has to be the bound one where there is one.</summary>
    public async Task<DpopVerdict> CheckAsync(
        HttpRequest request, string path, string? accessToken, string? boundTo)
    {
        var expected = new DpopExpectation(
            request.Method, origin.Absolute(path), accessToken, clock.GetUtcNow(), options.Value.ProofLifetime);
        var verdict = DpopProofValidator.Validate([.. request.Headers[DpopProof.Header]], expected);
        if (!verdict.IsValid)
            return verdict;
        if (boundTo is not null && boundTo != verdict.Proof.Thumbprint)
            return DpopVerdict.Invalid(DpopFlaw.OtherKey);

        var mustHaveNonce = options.Value.RequireNonce || verdict.Proof.Nonce is not null;
        if (mustHaveNonce && !_nonces.IsGood(verdict.Proof.Nonce, options.Value.NonceLifetime))
            return DpopVerdict.Invalid(DpopFlaw.Nonce);

        return await replays.TakeAsync(verdict.Proof.ReplayKey, expected.ReplayWindow)
            ? verdict
            : DpopVerdict.Invalid(DpopFlaw.Replay);
    }

    /// <summary>
    /// Gives the client a nonce where that is what it lacks, which is how every one gets its first (RFC 9449, section
    /// 8), and records any other refusal.
    /// </summary>
    public async Task<string> RefuseAsync(
        HttpContext context, OpenIddictServerTransaction transaction, AuditEvent refusal, string flaw)
    {
        if (flaw == DpopFlaw.Nonce)
        {
            context.Response.Headers[DpopProof.NonceHeader] = _nonces.Create();
            return DpopErrors.UseNonce;
        }

        await audit.RecordAsync(refusal with { Method = "dpop", Detail = flaw });
        transaction.SetProperty(RecordRefusal.Recorded, RecordRefusal.Recorded);
        return DpopErrors.InvalidProof;
    }
}
