namespace McpAspire.Identity.Users.Hashing;

/// <summary>What an import of accounts has to know about the hashes it brings.</summary>
internal static class ImportedHashes
{
    /// <summary>
    /// Whether a password can be compared with the hash: its kind is known and its cost within bounds. Others never
    /// verify, so their accounts need a new password.
    /// </summary>
    public static bool IsKnown(string encoded) => EncodedHash.Parse(encoded) is not null;
}
