using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Everything.Conformance;

/// <summary>
/// A state that clients carry but cannot change (SEP-2322, security). The key lives as long as the process: no state of
/// the fixture is worth more.
/// </summary>
internal static class SignedState
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static string Sign(string state) =>
        $"{state}.{Base64Url.EncodeToString(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(state)))}";

    /// <summary>The state, or null where the signature is not ours.</summary>
    public static string? Open(string signed)
    {
        var state = signed.Split('.')[0];
        var expected = Encoding.UTF8.GetBytes(Sign(state));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signed)) ? state : null;
    }
}
