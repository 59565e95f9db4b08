using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Identity.Keys;

/// <summary>
/// Encrypts values with AES-256-GCM under a key derived for one purpose. The context is authenticated along, so that a
/// ciphertext copied to another row does not open there.
/// </summary>
internal sealed class SecretBox(MasterKey master, string purpose)
{
    private const byte Version = 1;
    private static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;

    private readonly byte[] _key = master.Derive(purpose);

    public string Seal(ReadOnlySpan<byte> secret, string context)
    {
        var sealedBytes = new byte[1 + NonceSize + TagSize + secret.Length];
        var (nonce, tag, cipher) = Parts(sealedBytes);
        sealedBytes[0] = Version;
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(nonce, secret, cipher, tag, Encoding.UTF8.GetBytes(context));
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <exception cref="CryptographicException">
    /// The value was changed, belongs elsewhere, or the key is another.
    /// </exception>
    public byte[] Open(string value, string context)
    {
        var sealedBytes = Decode(value);
        if (sealedBytes.Length < 1 + NonceSize + TagSize || sealedBytes[0] != Version)
            throw new CryptographicException("The value is not one that this service sealed.");

        var (nonce, tag, cipher) = Parts(sealedBytes);
        var secret = new byte[cipher.Length];
        using var aes = new AesGcm(_key, TagSize);
        aes.Decrypt(nonce, cipher, tag, secret, Encoding.UTF8.GetBytes(context));
        return secret;
    }

    /// <summary>What is not even text of this kind was changed, too.</summary>
    private static byte[] Decode(string value)
    {
        try
        {
            return Base64Url.DecodeFromChars(value);
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static SealedParts Parts(Span<byte> value) =>
        new(value.Slice(1, NonceSize), value.Slice(1 + NonceSize, TagSize), value[(1 + NonceSize + TagSize)..]);

    private readonly ref struct SealedParts(Span<byte> nonce, Span<byte> tag, Span<byte> cipher)
    {
        private readonly Span<byte> _nonce = nonce;
        private readonly Span<byte> _tag = tag;
        private readonly Span<byte> _cipher = cipher;

        public void Deconstruct(out Span<byte> nonce, out Span<byte> tag, out Span<byte> cipher)
        {
            nonce = _nonce;
            tag = _tag;
            cipher = _cipher;
        }
    }
}
