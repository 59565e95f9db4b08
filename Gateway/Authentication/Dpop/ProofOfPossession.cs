using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Sessions;
using McpAspire.ServiceDefaults.Dpop;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Authentication.Dpop;

/// <summary>
/// Has a bound token come with a fresh proof of its key, on every request (RFC 9449 section 7). The address in the
/// proof has to be the endpoint's public one, whatever the Host header says.
/// </summary>
internal sealed class ProofOfPossession(
    IProofReplayStore replays, StateSeal seal, IOptions<McpOptions> options, TimeProvider time)
{
    private static readonly TimeSpan NonceLifetime = TimeSpan.FromMinutes(5);

    private readonly DpopOptions _options = options.Value.Authorization.Dpop;
    private readonly DpopNonces _nonces = new(seal.KeyFor("dpop-nonce"), time);

    /// <summary>Why the request is refused, or null.</summary>
    public async ValueTask<Refusal?> CheckAsync(
        McpRequest request, BearerToken.Credential credential, AccessToken token)
    {
        // Without this, a stolen bound token would work as a plain one.
        if (!credential.IsDpop || token.KeyThumbprint is null)
            return DpopChallenge.Scheme(request.Server);

        var http = request.Http.Request;
        var expected = new DpopExpectation(
            http.Method, request.Server.Resource, credential.Token.ToString(), time.GetUtcNow(), _options.ProofLifetime);
        var verdict = DpopProofValidator.Validate([.. http.Headers[DpopProof.Header]], expected);
        var flaw = verdict.IsValid
            ? await FlawOfAsync(verdict.Proof, token, expected.ReplayWindow, request.Http.RequestAborted)
            : verdict.Flaw;
        return flaw is null
            ? null
            : DpopChallenge.Proof(request.Server, flaw, flaw == DpopFlaw.Nonce ? _nonces.Create() : null);
    }

    private async ValueTask<string?> FlawOfAsync(
        DpopProof proof, AccessToken token, TimeSpan window, CancellationToken cancellationToken)
    {
        if (!string.Equals(proof.Thumbprint, token.KeyThumbprint, StringComparison.Ordinal))
            return DpopFlaw.OtherKey;
        if ((_options.RequireNonce || proof.Nonce is not null) && !_nonces.IsGood(proof.Nonce, NonceLifetime))
            return DpopFlaw.Nonce;

        return await replays.TakeAsync(proof.ReplayKey, window, cancellationToken) ? null : DpopFlaw.Replay;
    }
}
