using System.Security.Cryptography;
using System.Text;
using McpAspire.Identity.Startup;

namespace McpAspire.Identity.Keys;

/// <summary>The key on disk that everything confidential in the database and in Redis hangs on.</summary>
internal sealed class MasterKey(KeysDirectory directory)
{
    public const string File = "master.key";

    private const int Size = 32;

    private readonly byte[] _key = Read(directory);

    /// <summary>
    /// A key of its own for each purpose (RFC 5869), so that no ciphertext can be taken for another's.
    /// </summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Size, info: Encoding.UTF8.GetBytes(purpose));

    private static byte[] Read(KeysDirectory directory)
    {
        var key = directory.ReadOrCreate(File, () => RandomNumberGenerator.GetBytes(Size));
        return key.Length == Size
            ? key
            : throw new StartupException(
                $"{File} in Identity:KeysDirectory holds {key.Length} bytes instead of {Size}. Restore it.");
    }
}
