using McpAspire.Identity.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Users.Accounts;

/// <summary>Finds accounts, for those who look after them.</summary>
internal sealed class AccountDirectory(IdentityDatabase database, ILookupNormalizer normalizer)
{
    public const int PageSize = 50;

    /// <summary>A page of accounts by name; the text is looked for in names and addresses.</summary>
    public async Task<AccountPage> ListAsync(string? search, int page, CancellationToken cancellationToken)
    {
        var found = database.Users.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var text = normalizer.NormalizeName(search.Trim())!;
            found = found.Where(account => account.NormalizedUserName!.Contains(text)
                || account.NormalizedEmail!.Contains(text) || account.DisplayName!.ToUpper().Contains(text));
        }

        // One more than is shown tells whether there is another page.
        var accounts = await found.OrderBy(account => account.NormalizedUserName)
            .Skip(PageSize * Math.Clamp(page, 0, int.MaxValue / PageSize - 1)).Take(PageSize + 1)
            .ToListAsync(cancellationToken);
        var groups = await GroupsOfAsync([.. accounts.Select(account => account.Id)], cancellationToken);
        return new AccountPage(
            [.. accounts.Take(PageSize).Select(account => Summarize(account, groups))], accounts.Count > PageSize);
    }

    public async Task<AccountOverview?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var account = await database.Users.AsNoTracking().SingleOrDefaultAsync(it => it.Id == id, cancellationToken);
        if (account is null)
            return null;

        return new AccountOverview(
            Summarize(account, await GroupsOfAsync([id], cancellationToken)),
            account.PasswordIsOneTime,
            await database.Authenticators.CountAsync(
                it => it.AccountId == id && it.ConfirmedAt != null, cancellationToken),
            await database.Set<IdentityUserPasskey<Guid>>().CountAsync(it => it.UserId == id, cancellationToken),
            await database.RecoveryCodes.CountAsync(
                it => it.AccountId == id && it.UsedAt == null, cancellationToken));
    }

    public async Task<Guid?> FindIdAsync(string name, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeName(name);
        return await database.Users.Where(account => account.NormalizedUserName == normalized)
            .Select(account => (Guid?)account.Id).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The names of those accounts that are still there.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> NamesOfAsync(
        IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToList();
        return await database.Users.AsNoTracking().Where(account => wanted.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, account => account.UserName ?? string.Empty, cancellationToken);
    }

    private async Task<ILookup<Guid, string>> GroupsOfAsync(List<Guid> ids, CancellationToken cancellationToken)
    {
        var members = await database.UserRoles.Where(member => ids.Contains(member.UserId))
            .Join(database.Roles, member => member.RoleId, group => group.Id, (member, group) =>
                new { member.UserId, group.Name })
            .ToListAsync(cancellationToken);
        return members.OrderBy(member => member.Name, StringComparer.Ordinal)
            .ToLookup(member => member.UserId, member => member.Name ?? string.Empty);
    }

    private static AccountSummary Summarize(Account account, ILookup<Guid, string> groups) => new(
        account.Id,
        account.UserName ?? string.Empty,
        account.DisplayName,
        account.Email,
        account.CreatedAt,
        account.DisabledAt,
        [.. groups[account.Id]]);
}
