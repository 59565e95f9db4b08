namespace McpAspire.Identity.Keys;

/// <summary>Where earlier versions kept the keys of the token server.</summary>
internal sealed class KeyFiles(KeysDirectory directory)
{
    public const string Signing = "signing.pem";
    public const string Encryption = "token-encryption.key";

    public bool Exist => directory.Contains(Signing) || directory.Contains(Encryption);

    public byte[]? ReadSigningKey() => directory.TryRead(Signing);

    public byte[]? ReadEncryptionKey() => directory.TryRead(Encryption);

    public void Remove()
    {
        directory.Remove(Signing);
        directory.Remove(Encryption);
    }
}
