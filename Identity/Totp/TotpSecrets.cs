using McpAspire.Identity.Keys;

namespace McpAspire.Identity.Totp;

/// <summary>
/// Seals the secrets of authenticators. Each is bound to its row, so none can be swapped for another's.
/// </summary>
internal sealed class TotpSecrets(MasterKey master)
{
    private readonly SecretBox _box = new(master, "totp secrets");

    public string Seal(byte[] secret, Guid authenticatorId) => _box.Seal(secret, authenticatorId.ToString("N"));

    public byte[] Open(Authenticator authenticator) =>
        _box.Open(authenticator.SealedSecret, authenticator.Id.ToString("N"));
}
