namespace McpAspire.Identity.Totp;

/// <summary>How an authenticator makes its codes (RFC 6238, section 4).</summary>
internal readonly record struct TotpParameters(TotpAlgorithm Algorithm, int Digits, int PeriodSeconds)
{
    /// <summary>What every app knows, and what those that read no parameters assume.</summary>
    public static readonly TotpParameters Usual = new(TotpAlgorithm.Sha1, Digits: 6, PeriodSeconds: 30);

    /// <summary>As long as the hash is, which RFC 6238, section 3, and RFC 4226, section 4, recommend.</summary>
    public int SecretBytes => Algorithm switch
    {
        TotpAlgorithm.Sha256 => 32,
        TotpAlgorithm.Sha512 => 64,
        _ => 20,
    };

    /// <summary>The hash by the name that the addresses of authenticators use.</summary>
    public string AlgorithmName => Algorithm switch
    {
        TotpAlgorithm.Sha256 => "SHA256",
        TotpAlgorithm.Sha512 => "SHA512",
        _ => "SHA1",
    };
}
