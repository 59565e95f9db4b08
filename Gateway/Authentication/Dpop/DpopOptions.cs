namespace McpAspire.Gateway.Authentication.Dpop;

/// <summary>The section <c>Mcp:Authorization:Dpop</c>: proofs that go with bound tokens (RFC 9449).</summary>
internal sealed record DpopOptions
{
    /// <summary>Whether each proof has to carry a nonce of this gateway; no by default.</summary>
    public bool RequireNonce { get; init; }

    /// <summary>How old a proof may be: one minute by default, ten seconds to five minutes.</summary>
    public TimeSpan ProofLifetime { get; init; } = TimeSpan.FromMinutes(1);

    public IEnumerable<string> Problems()
    {
        if (ProofLifetime < TimeSpan.FromSeconds(10) || ProofLifetime > TimeSpan.FromMinutes(5))
            yield return "Mcp:Authorization:Dpop:ProofLifetime: must be between 00:00:10 and 00:05:00.";
    }
}
