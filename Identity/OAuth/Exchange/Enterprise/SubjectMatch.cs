using McpAspire.Identity.Users;

namespace McpAspire.Identity.OAuth.Exchange.Enterprise;

/// <summary>Whose account an assertion speaks of: none, where one may be created or there is a problem.</summary>
internal sealed record SubjectMatch(Account? Account, bool IsRemembered = true)
{
    /// <summary>Why there is none, for the audit trail: the client learns that there is none.</summary>
    public string? Problem { get; init; }

    public static SubjectMatch None(string problem) => new((Account?)null) { Problem = problem };
}
