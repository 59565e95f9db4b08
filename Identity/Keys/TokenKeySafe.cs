using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.Keys;

/// <summary>Makes keys, seals each for its row, and opens them again.</summary>
internal sealed class TokenKeySafe(MasterKey master)
{
    private const int RsaBits = 2048;
    private const int EncryptionBytes = 32;

    private readonly SecretBox _box = new(master, "token keys");

    public TokenKey Create(TokenKeyUse use, DateTimeOffset now, DateTimeOffset activeAt)
    {
        if (use is TokenKeyUse.Encryption)
            return Seal(use, RandomNumberGenerator.GetBytes(EncryptionBytes), now, activeAt);

        using var rsa = RSA.Create(RsaBits);
        return Seal(use, rsa.ExportPkcs8PrivateKey(), now, activeAt);
    }

    /// <summary>Takes over the signing key of a file, as earlier versions wrote it.</summary>
    public TokenKey ImportSigningKey(byte[] pem, DateTimeOffset now)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(Encoding.ASCII.GetString(pem));
        return Seal(TokenKeyUse.Signing, rsa.ExportPkcs8PrivateKey(), now, now);
    }

    public TokenKey ImportEncryptionKey(byte[] key, DateTimeOffset now) => key.Length == EncryptionBytes
        ? Seal(TokenKeyUse.Encryption, key, now, now)
        : throw new CryptographicException($"The encryption key has {key.Length} bytes instead of {EncryptionBytes}.");

    /// <exception cref="UnopenedKeyException">
    /// The row was changed, holds the key of another row, or was sealed under another master key.
    /// </exception>
    public SecurityKey Open(TokenKey row)
    {
        try
        {
            return Read(row);
        }
        catch (CryptographicException reason)
        {
            throw new UnopenedKeyException(row.Id, reason);
        }
    }

    /// <summary>Before one is made beside them, which nobody who can open them could open otherwise.</summary>
    /// <exception cref="UnopenedKeyException">One of them does not open.</exception>
    public void OpenAll(IEnumerable<TokenKey> rows)
    {
        foreach (var row in rows)
            Open(row);
    }

    /// <summary>
    /// Before all are dropped. One that opens shows that the master key is the right one; nobody stops an emergency
    /// rotation with a row of theirs.
    /// </summary>
    /// <exception cref="UnopenedKeyException">None of them opens.</exception>
    public void OpenOne(IEnumerable<TokenKey> rows)
    {
        UnopenedKeyException? unopened = null;
        foreach (var row in rows)
        {
            try
            {
                Open(row);
                return;
            }
            catch (UnopenedKeyException exception)
            {
                unopened = exception;
            }
        }

        if (unopened is not null)
            throw unopened;
    }

    private SecurityKey Read(TokenKey row)
    {
        var secret = _box.Open(row.SealedKey, Context(row.Use, row.Id));
        if (row.Use is TokenKeyUse.Encryption)
            return new SymmetricSecurityKey(secret) { KeyId = row.Id };

        // RS256: the one algorithm that every OpenID Connect client has to know (Core, section 15.1).
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(secret, out _);
        return new RsaSecurityKey(rsa) { KeyId = row.Id };
    }

    private TokenKey Seal(TokenKeyUse use, byte[] secret, DateTimeOffset now, DateTimeOffset activeAt)
    {
        var id = IdOf(use, secret);
        return new TokenKey
        {
            Id = id,
            Use = use,
            SealedKey = _box.Seal(secret, Context(use, id)),
            CreatedAt = now,
            ActiveAt = activeAt,
        };
    }

    private static string IdOf(TokenKeyUse use, byte[] secret)
    {
        if (use is TokenKeyUse.Encryption)
            return Guid.NewGuid().ToString("N");

        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(secret, out _);
        // RFC 7638: the thumbprint as name, which every replica finds by itself.
        return Base64Url.EncodeToString(new RsaSecurityKey(rsa.ExportParameters(false)).ComputeJwkThumbprint());
    }

    private static string Context(TokenKeyUse use, string id) => $"{use} {id}";
}
