namespace McpAspire.Identity.Totp;

/// <summary>The hash of RFC 6238, section 1.2.</summary>
internal enum TotpAlgorithm
{
    Sha1,
    Sha256,
    Sha512,
}
