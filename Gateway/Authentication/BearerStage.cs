using McpAspire.Gateway.Authentication.Dpop;
using McpAspire.Gateway.Authentication.Revocations;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Authentication;

/// <summary>Admits tokens that were issued for exactly this server (RFC 6750, RFC 9068, RFC 8707).</summary>
internal sealed class BearerStage(
    SigningKeys keys,
    TokenCache cache,
    AccessTokenValidator validator,
    RevocationList revocations,
    ProofOfPossession proofs,
    IOptions<McpOptions> options) : IMcpStage
{
    private readonly string _scope = options.Value.Authorization.Scope;
    private readonly Challenge _challenge = new(options.Value.Authorization.Scope);

    public ValueTask<StageResult> InvokeAsync(McpRequest request)
    {
        var credential = BearerToken.Read(request.Http.Request);
        if (credential.IsMalformed)
            return Refuse(_challenge.Malformed(request.Server));
        if (credential.Token.IsEmpty)
            return Refuse(_challenge.Missing(request.Server));

        var hash = TokenHash.Of(credential.Token.Span);
        return cache.Find(hash, keys.Current.Version) is { } known
            ? AdmitAsync(request, credential, known)
            : ValidateAsync(request, credential, hash);
    }

    private async ValueTask<StageResult> ValidateAsync(
        McpRequest request, BearerToken.Credential credential, TokenHash hash)
    {
        if (!keys.Current.IsLoaded)
            await keys.RefreshAsync(request.Http.RequestAborted);
        if (!keys.Current.IsLoaded)
            return Challenge.NoKeys;

        var verdict = await validator.ValidateAsync(credential.Token.ToString(), request.Http.RequestAborted);
        if (!verdict.IsValid)
            return _challenge.Invalid(request.Server, verdict.Flaw);

        cache.Add(hash, verdict.Token);
        await revocations.FirstAsync(request.Http.RequestAborted);
        return await AdmitAsync(request, credential, verdict.Token);
    }

    /// <summary>Plain tokens with the plain scheme, nearly all of them, wait for nothing here.</summary>
    private ValueTask<StageResult> AdmitAsync(McpRequest request, BearerToken.Credential credential, AccessToken token)
    {
        var admitted = Admit(request, token);
        return admitted.Refusal is not null || (token.KeyThumbprint is null && !credential.IsDpop)
            ? ValueTask.FromResult(admitted)
            : AdmitWithProofAsync(request, credential, token);
    }

    private async ValueTask<StageResult> AdmitWithProofAsync(
        McpRequest request, BearerToken.Credential credential, AccessToken token)
    {
        if (await proofs.CheckAsync(request, credential, token) is not { } refusal)
            return StageResult.Continue;

        // Whoever holds a token without its key need not be the one it was issued to.
        request.Caller = null;
        return refusal;
    }

    private StageResult Admit(McpRequest request, AccessToken token)
    {
        // On every request: a token that was verified a second ago may be revoked by now.
        if (!revocations.IsCurrent)
            return Challenge.NoRevocations;
        if (revocations.Ends(token))
            return _challenge.Invalid(request.Server, TokenFlaw.Revoked);
        if (!string.Equals(token.Audience, request.Server.Resource, StringComparison.Ordinal))
            return _challenge.Invalid(request.Server, TokenFlaw.Audience);
        if (!token.Scopes.Contains(_scope))
            return _challenge.InsufficientScope(request.Server);

        request.Caller = token;
        return StageResult.Continue;
    }

    private static StageResult Refuse(Refusal refusal) => refusal;
}
