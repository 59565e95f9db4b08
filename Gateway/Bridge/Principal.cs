using System.Security.Cryptography;
using McpAspire.Gateway.Authentication;

namespace McpAspire.Gateway.Bridge;

/// <summary>Whose something is: a subject and the client that acts for it, in one unambiguous string.</summary>
internal static class Principal
{
    /// <summary>Never changes: what outlives sessions belongs to it.</summary>
    public static string Of(AccessToken token) => $"{token.Subject.Length}:{token.Subject} {token.ClientId}";

    /// <summary>
    /// The key for what a legacy server keeps for a modern client, whose capabilities may differ from request to
    /// request while those of a session cannot.
    /// </summary>
    public static string KeyOf(string principal, ReadOnlySpan<byte> capabilities)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(capabilities, digest);
        return $"modern {Convert.ToHexStringLower(digest[..16])} {principal}";
    }
}
