using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace McpAspire.Gateway.Sessions;

/// <summary>
/// A session is encrypted with a key made of its id, which only its client has: the shared state alone tells neither
/// whose sessions there are nor the ids that servers gave them.
/// </summary>
internal static class SessionSeal
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Seal(McpSession session)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(session with { Id = "" }, SessionJson.Default.McpSession);
        var result = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceBytes));
        using var aes = Cipher(session.Id);
        aes.Encrypt(
            result.AsSpan(0, NonceBytes),
            plain,
            result.AsSpan(NonceBytes, plain.Length),
            result.AsSpan(NonceBytes + plain.Length));
        return result;
    }

    /// <summary>The session, or null if the value is not that of this id.</summary>
    public static McpSession? Open(string id, ReadOnlySpan<byte> value)
    {
        if (value.Length < NonceBytes + TagBytes)
            return null;

        var plain = new byte[value.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = Cipher(id);
            aes.Decrypt(
                value[..NonceBytes], value.Slice(NonceBytes, plain.Length), value[(NonceBytes + plain.Length)..], plain);
            return JsonSerializer.Deserialize(plain, SessionJson.Default.McpSession) is { } session
                ? session with { Id = id }
                : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static AesGcm Cipher(string id)
    {
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(id), key, [], "gw:session"u8);
        return new AesGcm(key, TagBytes);
    }
}
