using System.Security.Cryptography;

namespace McpAspire.Identity.Keys;

/// <summary>A key of the token server was sealed under another master key, or its row was changed.</summary>
internal sealed class UnopenedKeyException(string id, Exception reason) : CryptographicException(
    $"The key {id} of the token server, which is in the database, does not open with master.key in "
    + "Identity:KeysDirectory. Name the folder that belongs to this database, or restore both from the same backup; "
    + "docs/identity/keys.md says more.",
    reason);
