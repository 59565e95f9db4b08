using McpAspire.Identity.Users.Hashing;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users;

/// <summary>
/// Compares a name and a password with the accounts, in the same time whether the name exists or not.
/// </summary>
internal sealed class PasswordCheck(
    UserManager<Account> accounts, IPasswordHasher<Account> hasher, HashingGate gate, DecoyHash decoy)
{
    public async Task<Account?> FindAsync(string name, string password, CancellationToken cancellationToken)
    {
        var account = await accounts.FindByNameAsync(name);
        if (account?.PasswordHash is null)
        {
            // Without this, an unknown name would be answered half a second sooner than a known one.
            await gate.RunAsync(
                () => hasher.VerifyHashedPassword(account ?? new Account(), decoy.Value, password), cancellationToken);
            return null;
        }

        return await accounts.CheckPasswordAsync(account, password) && account.DisabledAt is null ? account : null;
    }
}
