using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Gateway.Authentication;

/// <summary>SHA-256 of a token: what the cache knows it by, so that no token stays in memory.</summary>
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    public static TokenHash Of(ReadOnlySpan<char> token)
    {
        // Bounded: no longer token is read from a request.
        Span<byte> ascii = stackalloc byte[token.Length];
        Encoding.ASCII.GetBytes(token, ascii);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ascii, hash);
        return MemoryMarshal.Read<TokenHash>(hash);
    }

    /// <summary>A part of a SHA-256 value; only who holds valid tokens could look for collisions.</summary>
    public override int GetHashCode() => (int)A;

    public bool Equals(TokenHash other) => A == other.A && B == other.B && C == other.C && D == other.D;
}
