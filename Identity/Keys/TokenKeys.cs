using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.Keys;

/// <summary>The keys that sign access and ID tokens, and that encrypt codes and refresh tokens.</summary>
internal sealed class TokenKeys(KeysDirectory directory)
{
    private const int RsaBits = 2048;
    private const int EncryptionBytes = 32;

    /// <summary>RS256: the one algorithm that every OpenID Connect client has to know (Core, section 15.1).</summary>
    public RsaSecurityKey ReadSigningKey()
    {
        var pem = directory.ReadOrCreate("signing.pem", CreateSigningKey);
        var rsa = RSA.Create();
        rsa.ImportFromPem(Encoding.ASCII.GetString(pem));
        var key = new RsaSecurityKey(rsa);
        // RFC 7638: the thumbprint as name lets replicas agree on it without telling each other.
        key.KeyId = Base64Url.EncodeToString(key.ComputeJwkThumbprint());
        return key;
    }

    public SymmetricSecurityKey ReadEncryptionKey() =>
        new(directory.ReadOrCreate("token-encryption.key", () => RandomNumberGenerator.GetBytes(EncryptionBytes)));

    private static byte[] CreateSigningKey()
    {
        using var rsa = RSA.Create(RsaBits);
        return Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
