using McpAspire.Identity.Users.Accounts;
using McpAspire.Identity.Users.Hashing;

namespace McpAspire.Identity.Users.Import;

/// <summary>What of a user of the file can be taken, and notes about the rest.</summary>
internal sealed class ImportEntry
{
    private readonly List<string> _notes;

    public ImportEntry(FileUser user, string? administrators)
    {
        _notes = [.. user.Notes];
        Name = user.Name.ToLowerInvariant();
        IsDisabled = user.IsDisabled;
        DisplayName = Kept(user.DisplayName, AccountDetails.DisplayNameProblemOf);
        Email = Kept(user.Email, AccountDetails.EmailProblemOf);
        Groups = GroupsOf(user, administrators);
        PasswordHash = HashOf(user.PasswordHash);
    }

    public string Name { get; }

    public string? DisplayName { get; }

    public string? Email { get; private set; }

    public string? PasswordHash { get; }

    public bool IsDisabled { get; }

    public IReadOnlyList<string> Groups { get; }

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>A reset by mail goes to an address, and must not choose between two people.</summary>
    public void DropEmail()
    {
        _notes.Add($"e-mail address not taken: another user has {Email}");
        Email = null;
    }

    private string? Kept(string? value, Func<string?, string?> problemOf)
    {
        if (problemOf(value) is not { } problem)
            return value;

        _notes.Add($"not taken: {problem}");
        return null;
    }

    /// <summary>
    /// The name that gives rights here gives them only where whoever imports says so: in the file it may mean less.
    /// </summary>
    private IReadOnlyList<string> GroupsOf(FileUser user, string? administrators)
    {
        var groups = new List<string>();
        foreach (var name in GroupMembership.Normalize(user.Groups))
        {
            if (string.Equals(name, administrators, StringComparison.OrdinalIgnoreCase))
                groups.Add(Group.Administrators);
            else if (name == Group.Administrators)
                _notes.Add($"not made an administrator: say --administrators {Group.Administrators} if it is meant");
            else if (AccountName.GroupProblemOf(name) is { } problem)
                _notes.Add($"not taken: {problem}");
            else
                groups.Add(name);
        }

        if (GroupMembership.ProblemOf(groups) is not { } tooMany)
            return [.. groups.Distinct()];
        _notes.Add($"groups not taken: {tooMany}");
        return [];
    }

    private string? HashOf(string? encoded)
    {
        if (encoded is not null && ImportedHashes.IsKnown(encoded))
            return encoded;

        _notes.Add(encoded is null
            ? $"the file has no password, so this user {UserImport.NoPassword}"
            : $"the kind of password hash is unknown or its cost too high, so this user {UserImport.NoPassword}");
        return null;
    }
}
