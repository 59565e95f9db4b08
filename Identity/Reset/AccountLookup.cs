using McpAspire.Identity.Storage;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Reset;

/// <summary>Finds the account of somebody who remembers a name or an address.</summary>
internal sealed class AccountLookup(UserManager<Account> accounts, IdentityDatabase database)
{
    /// <summary>The name comes first: an address that is written like the name of another is not taken for it.</summary>
    public async Task<Account?> FindAsync(string typed) =>
        await accounts.FindByNameAsync(typed) ?? await FindByEmailAsync(typed);

    /// <summary>The account with that address; none if several have it.</summary>
    public async Task<Account?> FindByEmailAsync(string address)
    {
        var normalized = accounts.NormalizeEmail(address);
        return await database.Users.Where(account => account.NormalizedEmail == normalized).Take(2).ToListAsync()
            is [var account] ? account : null;
    }
}
