using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Identity.Users.Hashing;

/// <summary>
/// Unix crypt with SHA-2 (<c>$5$</c>, <c>$6$</c>), after Ulrich Drepper's specification "Unix crypt using SHA-256 and
/// SHA-512"; the numbers in comments are the steps of its algorithm.
/// </summary>
internal sealed record ShaCryptHash(string Kind, int Rounds, string Salt, string Key) : IEncodedHash
{
    private const string RoundsPrefix = "rounds=";
    private const int DefaultRounds = 5000;
    private const int MinRounds = 1000;
    private const int MaxRounds = 2_000_000;
    private const int MaxSaltLength = 16;
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private bool IsSha512 => Kind == "6";

    public static ShaCryptHash? Parse(string[] fields)
    {
        var (rounds, salt, key) = fields switch
        {
            [_, var given, var text, var hash] when given.StartsWith(RoundsPrefix, StringComparison.Ordinal) =>
                (HashFields.Number(given[RoundsPrefix.Length..], MinRounds, MaxRounds), text, hash),
            [_, var text, var hash] => (DefaultRounds, text, hash),
            _ => ((int?)null, string.Empty, string.Empty),
        };
        var keyLength = fields[0] == "6" ? 86 : 43;
        return rounds is { } number
            && salt.Length <= MaxSaltLength && salt.All(char.IsAscii)
            && key.Length == keyLength && !key.AsSpan().ContainsAnyExcept(Alphabet)
                ? new ShaCryptHash(fields[0], number, salt, key)
                : null;
    }

    public bool Verify(string password) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Encode(Compute(Encoding.UTF8.GetBytes(password), Encoding.ASCII.GetBytes(Salt)))),
        Encoding.ASCII.GetBytes(Key));

    private byte[] Compute(byte[] password, byte[] salt)
    {
        using var hash = IncrementalHash.CreateHash(IsSha512 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);
        hash.AppendData(password);
        hash.AppendData(salt);
        hash.AppendData(password);
        var sumB = hash.GetHashAndReset(); // 4 to 8

        hash.AppendData(password);
        hash.AppendData(salt);
        hash.AppendData(Repeat(sumB, password.Length)); // 9, 10
        for (var bits = password.Length; bits > 0; bits >>= 1) // 11
            hash.AppendData((bits & 1) == 1 ? sumB : password);
        var sum = hash.GetHashAndReset(); // 12

        for (var count = 0; count < password.Length; count++)
            hash.AppendData(password);
        var p = Repeat(hash.GetHashAndReset(), password.Length); // 13 to 16
        for (var count = 0; count < 16 + sum[0]; count++)
            hash.AppendData(salt);
        var s = Repeat(hash.GetHashAndReset(), salt.Length); // 17 to 20

        for (var round = 0; round < Rounds; round++) // 21
        {
            var isOdd = (round & 1) == 1;
            hash.AppendData(isOdd ? p : sum);
            if (round % 3 != 0)
                hash.AppendData(s);
            if (round % 7 != 0)
                hash.AppendData(p);
            hash.AppendData(isOdd ? sum : p);
            hash.GetHashAndReset(sum);
        }

        return sum;
    }

    private static byte[] Repeat(byte[] block, int length)
    {
        var all = new byte[length];
        for (var index = 0; index < length; index++)
            all[index] = block[index % block.Length];
        return all;
    }

    /// <summary>22: three bytes at a time, a third of the sum apart, in an order that turns with each group.</summary>
    private string Encode(byte[] sum)
    {
        var text = new StringBuilder();
        var third = sum.Length / 3;
        var (first, second, last) = (0, third, 2 * third);
        for (var group = 0; group < third; group++)
        {
            Append((sum[first] << 16) | (sum[second] << 8) | sum[last], 4);
            (first, second, last) = IsSha512
                ? (second + 1, last + 1, first + 1)
                : (last + 1, first + 1, second + 1);
        }

        if (IsSha512)
            Append(sum[63], 2);
        else
            Append((sum[31] << 8) | sum[30], 3);
        return text.ToString();

        void Append(int bits, int characters)
        {
            for (; characters > 0; characters--, bits >>= 6)
                text.Append(Alphabet[bits & 0x3f]);
        }
    }
}
