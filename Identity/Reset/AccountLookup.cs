using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Reset;

/// <summary>Finds the account of somebody who remembers a name or an address.</summary>
internal sealed class AccountLookup(UserManager<Account> accounts, AccountEmails emails)
{
    /// <summary>
    /// The name comes first: an address that is written like the name of another is not taken for it.
    /// </summary>
    public async Task<Account?> FindAsync(string typed) =>
        await accounts.FindByNameAsync(typed) ?? await emails.FindAsync(typed);
}
