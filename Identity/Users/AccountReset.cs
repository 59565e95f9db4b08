using McpAspire.Identity.Factors;
using McpAspire.Identity.Sessions;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users;

/// <summary>Gives an account a one-time password, takes its second factors away and signs it out everywhere.</summary>
internal sealed class AccountReset(
    UserManager<Account> accounts,
    SecondFactors factors,
    SignOutEverywhere signOut)
{
    public async Task ResetAsync(Account account, string oneTimePassword, CancellationToken cancellationToken)
    {
        (await ReplaceAsync(account, oneTimePassword, cancellationToken)).ThrowIfFailed();
        await signOut.SignOutAsync(account.Id, cancellationToken);
    }

    /// <summary>The same without signing out. Where the password was not saved, the factors stay.</summary>
    public async Task<IdentityResult> ReplaceAsync(
        Account account, string oneTimePassword, CancellationToken cancellationToken)
    {
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, oneTimePassword);
        account.PasswordIsOneTime = true;
        // The stamp is compared on every page, so sessions end even where Redis could not be told.
        var saved = await accounts.UpdateSecurityStampAsync(account);
        if (saved.Succeeded)
            await factors.RemoveAllAsync(account.Id, cancellationToken);
        return saved;
    }
}
