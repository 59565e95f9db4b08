using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users.Hashing;

/// <summary>The PBKDF2 hash that ASP.NET Core Identity writes: base64 with a marker as its first byte.</summary>
internal sealed record AspNetHash(string Encoded) : IEncodedHash
{
    private const byte Version3 = 1;
    private const int HeaderBytes = 13;
    private const int IterationsAt = 5;
    private const int MaxBytes = 256;

    private static readonly PasswordHasher<Account> Hasher = new();
    private static readonly Account Nobody = new();

    public static AspNetHash? Parse(string encoded)
    {
        var bytes = new byte[MaxBytes];
        return Convert.TryFromBase64String(encoded, bytes, out var length)
            && length > HeaderBytes + HashFields.MinKeyBytes
            && bytes[0] == Version3
            && BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(IterationsAt)) is > 0 and <= Pbkdf2Hash.MaxIterations
                ? new AspNetHash(encoded)
                : null;
    }

    public bool Verify(string password) =>
        Hasher.VerifyHashedPassword(Nobody, Encoded, password) != PasswordVerificationResult.Failed;
}
