namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>The error codes of RFC 9449, section 12.2.</summary>
internal static class DpopErrors
{
    public const string InvalidProof = "invalid_dpop_proof";
    public const string UseNonce = "use_dpop_nonce";
}
