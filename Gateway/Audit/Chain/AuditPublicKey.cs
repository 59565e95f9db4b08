using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Gateway.Audit.Chain;

/// <summary>What the seals of a trail are checked with.</summary>
internal sealed class AuditPublicKey
{
    public const string FileName = "audit.pub";

    private readonly byte[] _info;

    private AuditPublicKey(byte[] info)
    {
        _info = info;
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(info));
    }

    /// <summary>SHA-256 of the key (SubjectPublicKeyInfo), by which people compare keys.</summary>
    public string Fingerprint { get; }

    public string Pem => PemEncoding.WriteString("PUBLIC KEY", _info) + "\n";

    public static AuditPublicKey Of(ECDsa key) => new(key.ExportSubjectPublicKeyInfo());

    /// <summary>Reads a public or a private key.</summary>
    public static AuditPublicKey? Read(string pem)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.KeySize == 256 ? Of(key) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    public bool Verifies(string purpose, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        Span<byte> bytes = stackalloc byte[64];
        if (signature.Length != 2 * bytes.Length
            || signature.ContainsAnyInRange((byte)'A', (byte)'F')
            || Convert.FromHexString(signature, bytes, out _, out _) != OperationStatus.Done)
            return false;

        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_info, out _);
        return key.VerifyData(Statement(purpose, content), bytes, HashAlgorithmName.SHA256);
    }

    /// <summary>What is signed.</summary>
    public static byte[] Statement(string purpose, ReadOnlySpan<byte> content) =>
        [.. Encoding.ASCII.GetBytes($"McpAspire {purpose}\n"), .. content];
}
