using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace McpAspire.ServiceDefaults.Dpop;

/// <summary>
/// Nonces that nobody has to remember (RFC 9449, section 8): the time under a key. Whoever has the key knows its own.
/// </summary>
public sealed class DpopNonces(byte[] key, TimeProvider clock)
{
    private const int TimeBytes = sizeof(long);

    /// <summary>A nonce that is good from now on.</summary>
    public string Create()
    {
        Span<byte> nonce = stackalloc byte[TimeBytes + HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce, clock.GetUtcNow().ToUnixTimeSeconds());
        HMACSHA256.HashData(key, nonce[..TimeBytes], nonce[TimeBytes..]);
        return Base64Url.EncodeToString(nonce);
    }

    /// <summary>Whether it was made here, and not longer ago than that.</summary>
    public bool IsGood(string? nonce, TimeSpan lifetime)
    {
        if (nonce is null || StrictText.Bytes(nonce) is not { Length: TimeBytes + HMACSHA256.HashSizeInBytes } bytes)
            return false;

        var expected = HMACSHA256.HashData(key, bytes.AsSpan(0, TimeBytes));
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes.AsSpan(TimeBytes)))
            return false;

        var age = clock.GetUtcNow().ToUnixTimeSeconds() - BinaryPrimitives.ReadInt64BigEndian(bytes);
        // Another replica's clock may be a little ahead.
        return age >= -DpopExpectation.ClockSkew.TotalSeconds && age <= lifetime.TotalSeconds;
    }
}
