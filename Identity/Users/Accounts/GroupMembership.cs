using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users.Accounts;

/// <summary>Puts accounts into groups, which are made as they are needed.</summary>
internal sealed class GroupMembership(UserManager<Account> accounts, RoleManager<Group> groups)
{
    private const int MaxCount = 50;

    /// <summary>The names as they are kept: each once, in small letters.</summary>
    public static IReadOnlyList<string> Normalize(IEnumerable<string> names) =>
        [.. names.Select(name => name.Trim().ToLowerInvariant()).Where(name => name.Length > 0).Distinct()];

    public static string? ProblemOf(IReadOnlyList<string> names) => names.Count > MaxCount
        ? $"An account can be in at most {MaxCount} groups."
        : names.Select(AccountName.GroupProblemOf).FirstOrDefault(problem => problem is not null);

    /// <summary>The names as they stand in the audit trail.</summary>
    public static string Listed(IReadOnlyList<string> names) =>
        names.Count == 0 ? "no groups" : "groups: " + string.Join(", ", names);

    /// <summary>Makes these the groups of the account, and no others.</summary>
    public async Task<IdentityResult> SetAsync(Account account, IReadOnlyList<string> names)
    {
        var current = await accounts.GetRolesAsync(account);
        foreach (var name in names)
        {
            if (!await groups.RoleExistsAsync(name))
                (await groups.CreateAsync(new Group { Id = Guid.NewGuid(), Name = name })).ThrowIfFailed();
        }

        var removed = await accounts.RemoveFromRolesAsync(
            account, current.Except(names, StringComparer.OrdinalIgnoreCase));
        return removed.Succeeded
            ? await accounts.AddToRolesAsync(account, names.Except(current, StringComparer.OrdinalIgnoreCase))
            : removed;
    }
}
