namespace McpAspire.Identity.Users.Accounts;

/// <summary>
/// What names may look like. One alphabet, so that no name can pass for another by letters of another script.
/// </summary>
internal static class AccountName
{
    public const int MaxLength = 64;
    private const string UserCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-_@";
    private const string GroupCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-_:";

    /// <summary>Why it cannot be the name of a user, or null if it can.</summary>
    public static string? ProblemOf(string name) => IsMadeOf(name, UserCharacters)
        ? null
        : $"The user name '{AccountDetails.Shown(name)}' is not allowed. "
            + $"Use 1 to {MaxLength} of the letters a-z, digits and . - _ @";

    /// <summary>Why it cannot be the name of a group, or null if it can.</summary>
    public static string? GroupProblemOf(string name) => IsMadeOf(name, GroupCharacters)
        ? null
        : $"The group name '{AccountDetails.Shown(name)}' is not allowed. "
            + $"Use 1 to {MaxLength} of the letters a-z, digits and . - _ :";

    private static bool IsMadeOf(string name, string characters) =>
        name.Length is > 0 and <= MaxLength && !name.ToLowerInvariant().AsSpan().ContainsAnyExcept(characters);
}
