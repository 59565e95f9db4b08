using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Sessions;

/// <summary>
/// Seals what a client keeps for the gateway (<c>requestState</c>, cursors, task ids): unreadable, unalterable, and
/// good only where it was meant to be. AES-256-GCM; all replicas have the key.
/// </summary>
internal sealed partial class StateSeal
{
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _secret;
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    public StateSeal(IOptions<McpOptions> options, ILogger<StateSeal> logger)
    {
        var settings = options.Value;
        if (settings.StateKey is { } own)
            _secret = Convert.FromBase64String(own);
        else if (settings.Authorization.RevocationsKey is { } shared)
            // What all replicas share already, so that nobody has to hand out another secret.
            _secret = HKDF.DeriveKey(
                HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(shared), KeyBytes, info: "gw:seal"u8.ToArray());
        else
            _secret = RandomNumberGenerator.GetBytes(KeyBytes);

        if (settings.StateKey is null && settings.Authorization.RevocationsKey is null)
            LogOwnKey(logger);
    }

    /// <summary>Seals text for one purpose and context; both have to be the same when it is opened.</summary>
    /// <param name="purpose">What it is, such as <c>requestState</c>; each has a key of its own.</param>
    /// <param name="plain">What is sealed.</param>
    /// <param name="context">Who and what it is for; it is not part of the result.</param>
    /// <returns>base64url (RFC 4648 section 5).</returns>
    public string Seal(string purpose, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var sealedBytes = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = Cipher(purpose);
        aes.Encrypt(
            nonce,
            plain,
            sealedBytes.AsSpan(NonceBytes, plain.Length),
            sealedBytes.AsSpan(NonceBytes + plain.Length),
            context);
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>What was sealed, or null: altered, of another purpose or context, or sealed with another key.</summary>
    public byte[]? Open(string purpose, ReadOnlySpan<char> text, ReadOnlySpan<byte> context)
    {
        if (!Base64Url.IsValid(text, out var length) || length < NonceBytes + TagBytes)
            return null;

        var sealedBytes = Base64Url.DecodeFromChars(text).AsSpan();
        var plain = new byte[length - NonceBytes - TagBytes];
        try
        {
            using var aes = Cipher(purpose);
            aes.Decrypt(
                sealedBytes[..NonceBytes],
                sealedBytes.Slice(NonceBytes, plain.Length),
                sealedBytes[(NonceBytes + plain.Length)..],
                plain,
                context);
            return plain;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>A key for one purpose, the same in all replicas.</summary>
    public byte[] KeyFor(string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, _secret, KeyBytes, info: Encoding.UTF8.GetBytes(purpose));

    private AesGcm Cipher(string purpose) =>
        new(_keys.GetOrAdd(purpose, static (name, seal) => seal.KeyFor(name), this), TagBytes);

    [LoggerMessage(
        LogLevel.Warning,
        "Neither Mcp:StateKey nor Mcp:Authorization:RevocationsKey is set: what clients keep for this gateway is "
        + "worthless after a restart and to other replicas")]
    private static partial void LogOwnKey(ILogger logger);
}
