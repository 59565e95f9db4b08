using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.Keys;

/// <summary>Opened keys, of each use the active one first.</summary>
internal sealed record KeySet(IReadOnlyList<SecurityKey> Signing, IReadOnlyList<SecurityKey> Encryption)
{
    public bool IsSameAs(KeySet other) =>
        Signing.SequenceEqual(other.Signing) && Encryption.SequenceEqual(other.Encryption);
}
