using McpAspire.Identity.Sessions;
using McpAspire.Identity.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Users;

/// <summary>Gives an account a one-time password, takes its second factors away and signs it out everywhere.</summary>
internal sealed class AccountReset(
    UserManager<Account> accounts,
    IdentityDatabase database,
    SignOutEverywhere signOut)
{
    public async Task ResetAsync(Account account, string oneTimePassword, CancellationToken cancellationToken)
    {
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, oneTimePassword);
        account.PasswordIsOneTime = true;
        // The stamp is compared on every page, so sessions end even where Redis could not be told.
        (await accounts.UpdateSecurityStampAsync(account)).ThrowIfFailed();
        await database.Authenticators.Where(authenticator => authenticator.AccountId == account.Id)
            .ExecuteDeleteAsync(cancellationToken);
        await signOut.SignOutAsync(account.Id, cancellationToken);
    }
}
