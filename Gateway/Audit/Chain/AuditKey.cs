using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Gateway.Audit.Chain;

/// <summary>The key that the gateway seals its trail with (ECDSA over P-256), in a file of its own.</summary>
internal sealed class AuditKey : IDisposable
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly ECDsa _key;

    private AuditKey(ECDsa key)
    {
        _key = key;
        Public = AuditPublicKey.Of(key);
        ArgumentsKey = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            key.ExportParameters(includePrivateParameters: true).D!,
            SHA256.HashSizeInBytes,
            info: "gw:audit:arguments"u8.ToArray());
    }

    public AuditPublicKey Public { get; }

    /// <summary>The key of the HMAC over arguments, so that nobody can guess them from the trail.</summary>
    public byte[] ArgumentsKey { get; }

    /// <summary>Reads the key, or makes one where there may be a new one.</summary>
    /// <exception cref="TrailException">There is none, or it cannot be used.</exception>
    public static AuditKey LoadOrCreate(string path, bool mayCreate)
    {
        if (File.Exists(path))
            return Load(path);
        if (!mayCreate)
            throw new TrailException(
                $"The key of this trail is missing: {path}. Put it back, or begin another directory.");

        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersOnly;
        // Another name first: a key that is half written would be worse than none.
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: false);
        return Load(path);
    }

    /// <summary>Signs what is meant by it; a signature for one purpose is none for another.</summary>
    /// <returns>r and s in hexadecimal (IEEE P1363).</returns>
    public string Sign(string purpose, ReadOnlySpan<byte> content)
    {
        var signature = _key.SignData(AuditPublicKey.Statement(purpose, content), HashAlgorithmName.SHA256);
        return Convert.ToHexStringLower(signature);
    }

    public void Dispose() => _key.Dispose();

    private static AuditKey Load(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new TrailException($"Others may read or write the audit key {path}; chmod 600 it.");

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            if (key.KeySize == 256)
                return new AuditKey(key);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            // Told below, without what the file holds.
        }

        key.Dispose();
        throw new TrailException($"{path} is no private key of P-256 in PEM; make one with "
            + "'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256'.");
    }
}
