namespace McpAspire.Identity.Users.Import;

/// <summary>A line of the report: what became of a user, and what of it was not taken.</summary>
internal sealed record ImportedUser(string Name, ImportOutcome Outcome, IReadOnlyList<string> Notes);
