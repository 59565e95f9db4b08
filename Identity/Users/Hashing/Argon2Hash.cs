using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace McpAspire.Identity.Users.Hashing;

/// <summary>RFC 9106, written in the PHC string format: <c>$argon2id$v=19$m=65536,t=3,p=4$salt$key</c>.</summary>
internal sealed record Argon2Hash(string Kind, Argon2Cost Cost, byte[] Salt, byte[] Key) : IEncodedHash
{
    private const string Preferred = "argon2id";
    private const string Version = "v=19";
    private const int SaltBytes = 16;
    private const int KeyBytes = 32;

    // What a stored hash may ask for. The memory is taken as many times as passwords are compared at once.
    private const int MaxMemoryKiB = 512 * 1024;
    private const int MaxIterations = 64;
    private const int MaxParallelism = 64;
    private const long MaxWork = 2L * 1024 * 1024;

    public static Argon2Hash Create(string password, Argon2Cost cost)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new Argon2Hash(Preferred, cost, salt, Compute(Preferred, cost, password, salt, KeyBytes));
    }

    /// <summary>A hash of no password, which costs as much to compare with as a real one.</summary>
    public static Argon2Hash CreateDecoy(Argon2Cost cost) => new(
        Preferred, cost, RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(KeyBytes));

    public static Argon2Hash? Parse(string[] fields)
    {
        if (fields is not [var kind, Version, var cost, var saltText, var keyText]
            || HashFields.Values(cost, "m", "t", "p") is not [var m, var t, var p]
            || HashFields.Number(p, 1, MaxParallelism) is not { } parallelism
            || HashFields.Number(m, 8 * parallelism, MaxMemoryKiB) is not { } memory
            || HashFields.Number(t, 1, MaxIterations) is not { } iterations
            || (long)memory * iterations > MaxWork
            || HashFields.Salt(saltText) is not { Length: >= 8 } salt
            || HashFields.Key(keyText) is not { } key)
        {
            return null;
        }

        return new Argon2Hash(kind, new Argon2Cost(memory, iterations, parallelism), salt, key);
    }

    /// <summary>The library takes no empty password, and this service none either.</summary>
    public bool Verify(string password) =>
        password.Length > 0
        && CryptographicOperations.FixedTimeEquals(Compute(Kind, Cost, password, Salt, Key.Length), Key);

    /// <summary>Whether a new hash would be made in the same way.</summary>
    public bool IsMadeWith(Argon2Cost cost) => Kind == Preferred && Cost == cost && Key.Length == KeyBytes;

    public override string ToString() =>
        $"${Kind}${Version}$m={Cost.MemoryKiB},t={Cost.Iterations},p={Cost.Parallelism}"
        + $"${Base64(Salt)}${Base64(Key)}";

    private static byte[] Compute(string kind, Argon2Cost cost, string password, byte[] salt, int length)
    {
        var secret = Encoding.UTF8.GetBytes(password);
        using Argon2 argon = kind switch
        {
            "argon2i" => new Argon2i(secret),
            "argon2d" => new Argon2d(secret),
            _ => new Argon2id(secret),
        };
        argon.Salt = salt;
        argon.MemorySize = cost.MemoryKiB;
        argon.Iterations = cost.Iterations;
        argon.DegreeOfParallelism = cost.Parallelism;
        return argon.GetBytes(length);
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');
}
