namespace McpAspire.ServiceDefaults.Dpop;

/// <summary>The algorithms of proofs: asymmetric ones only.</summary>
public static class DpopAlgorithms
{
    /// <summary>ECDSA with P-256.</summary>
    public const string Es256 = "ES256";

    /// <summary>RSA with PKCS #1 padding.</summary>
    public const string Rs256 = "RS256";

    /// <summary>RSA with PSS padding.</summary>
    public const string Ps256 = "PS256";

    /// <summary>All of them, the recommended one first.</summary>
    public static IReadOnlyList<string> All { get; } = [Es256, Ps256, Rs256];

    /// <summary>All of them as challenges name them (RFC 9449, section 7.1).</summary>
    public static string Listed { get; } = string.Join(' ', All);
}
