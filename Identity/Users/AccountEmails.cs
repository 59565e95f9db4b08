using McpAspire.Identity.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Users;

/// <summary>
/// Finds accounts by address. Older ones may share one, which a mail must not choose between, and at which the manager
/// of accounts would throw.
/// </summary>
internal sealed class AccountEmails(UserManager<Account> accounts, IdentityDatabase database)
{
    /// <summary>The account with that address; none if several have it.</summary>
    public async Task<Account?> FindAsync(string address)
    {
        var normalized = accounts.NormalizeEmail(address);
        return await database.Users.Where(account => account.NormalizedEmail == normalized).Take(2).ToListAsync()
            is [var account] ? account : null;
    }

    /// <summary>Whether another account than that one has it.</summary>
    public Task<bool> IsTakenAsync(string address, Guid? except = null)
    {
        var normalized = accounts.NormalizeEmail(address);
        return database.Users.AnyAsync(account => account.NormalizedEmail == normalized && account.Id != except);
    }
}
