using System.Security.Cryptography;
using System.Text;

namespace McpAspire.ServiceDefaults.Dpop;

/// <summary>What a proof says whose signature, address, method and age were found right.</summary>
/// <param name="Thumbprint">The RFC 7638 thumbprint of its key.</param>
/// <param name="Id">Its <c>jti</c>.</param>
/// <param name="Nonce">The nonce that it repeats, if any.</param>
public sealed record DpopProof(string Thumbprint, string Id, string? Nonce)
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "DPoP";

    /// <summary>The header that gives a client the nonce for its next proof.</summary>
    public const string NonceHeader = "DPoP-Nonce";

    /// <summary>The authentication scheme and token type.</summary>
    public const string Scheme = "DPoP";

    /// <summary>
    /// What a store remembers it by, in a fixed length. The key is part of it, so that nobody can use up another's ids.
    /// </summary>
    public string ReplayKey { get; } =
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Thumbprint} {Id}")));
}
