namespace McpAspire.Identity.Users.Import;

/// <summary>What became of a user of the file.</summary>
internal enum ImportOutcome
{
    Taken,

    /// <summary>A user of that name is here already, and was left as it is.</summary>
    Present,

    Refused,
}
