namespace McpAspire.Identity.Users.Hashing;

/// <summary>A stored hash whose kind is known and whose cost is within bounds.</summary>
internal interface IEncodedHash
{
    /// <summary>Whether it was made from the password. Costs what the hash says.</summary>
    bool Verify(string password);
}
