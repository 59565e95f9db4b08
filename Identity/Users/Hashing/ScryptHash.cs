using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;

namespace McpAspire.Identity.Users.Hashing;

/// <summary>RFC 7914, written as <c>$scrypt$ln=16,r=8,p=1$salt$key</c>.</summary>
internal sealed record ScryptHash(int LogN, int R, int P, byte[] Salt, byte[] Key) : IEncodedHash
{
    private const int MaxLogN = 20;
    private const int MaxR = 32;
    private const int MaxP = 16;
    private const int BlockBytes = 128;
    private const long MaxMemoryBytes = 256L * 1024 * 1024;

    public static ScryptHash? Parse(string[] fields)
    {
        if (fields is not [_, var cost, var saltText, var keyText]
            || HashFields.Values(cost, "ln", "r", "p") is not [var ln, var r, var p]
            || HashFields.Number(ln, 1, MaxLogN) is not { } logN
            || HashFields.Number(r, 1, MaxR) is not { } blocks
            || HashFields.Number(p, 1, MaxP) is not { } lanes
            || BlockBytes * ((long)blocks << logN) * lanes > MaxMemoryBytes
            // RFC 7914, section 2: N is below 2^(128 r / 8).
            || logN >= BlockBytes * blocks / 8
            || HashFields.Salt(saltText) is not { } salt
            || HashFields.Key(keyText) is not { } key)
        {
            return null;
        }

        return new ScryptHash(logN, blocks, lanes, salt, key);
    }

    public bool Verify(string password) => CryptographicOperations.FixedTimeEquals(
        SCrypt.Generate(Encoding.UTF8.GetBytes(password), Salt, 1 << LogN, R, P, Key.Length), Key);
}
