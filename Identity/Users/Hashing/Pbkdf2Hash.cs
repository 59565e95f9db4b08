using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace McpAspire.Identity.Users.Hashing;

/// <summary>
/// PBKDF2 as passlib and Authelia write it, <c>$pbkdf2-sha512$310000$salt$key</c>, with a dot where base64 has a plus.
/// </summary>
internal sealed record Pbkdf2Hash(string Digest, int Iterations, byte[] Salt, byte[] Key) : IEncodedHash
{
    public const int MaxIterations = 5_000_000;
    private const string Prefix = "pbkdf2";
    private const string Sha224 = "sha224";
    private static readonly string[] Digests = ["sha1", Sha224, "sha256", "sha384", "sha512"];

    public static Pbkdf2Hash? Parse(string[] fields)
    {
        if (fields is not [var kind, var rounds, var saltText, var keyText]
            || !kind.StartsWith(Prefix, StringComparison.Ordinal)
            || HashFields.Number(rounds, 1, MaxIterations) is not { } iterations
            || HashFields.Salt(saltText.Replace('.', '+')) is not { } salt
            || HashFields.Key(keyText.Replace('.', '+')) is not { } key)
        {
            return null;
        }

        var digest = kind == Prefix ? "sha1" : kind[Prefix.Length..].TrimStart('-');
        return Digests.Contains(digest) ? new Pbkdf2Hash(digest, iterations, salt, key) : null;
    }

    public bool Verify(string password) =>
        CryptographicOperations.FixedTimeEquals(Compute(Encoding.UTF8.GetBytes(password)), Key);

    private byte[] Compute(byte[] password)
    {
        if (Digest != Sha224)
        {
            return Rfc2898DeriveBytes.Pbkdf2(
                password, Salt, Iterations, new HashAlgorithmName(Digest.ToUpperInvariant()), Key.Length);
        }

        var generator = new Pkcs5S2ParametersGenerator(new Sha224Digest());
        generator.Init(password, Salt, Iterations);
        return ((KeyParameter)generator.GenerateDerivedMacParameters(Key.Length * 8)).GetKey();
    }
}
