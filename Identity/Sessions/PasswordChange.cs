using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Sessions;

/// <summary>
/// Replaces a password and ends what the old one opened. A new security stamp would cut applications off as well, so
/// where they are to stay the stamp does too, and the other sessions are ended one by one.
/// </summary>
internal sealed class PasswordChange(
    UserManager<Account> accounts,
    SessionList sessions,
    SignOutEverywhere everywhere,
    TimeProvider clock)
{
    /// <summary>Whether it was saved; it is not when somebody else changed the account at the same moment.</summary>
    public async Task<bool> TryChangeAsync(
        HttpContext context, Account account, string password, bool disconnectsApplications)
    {
        var session = await context.AuthenticateAsync(SessionSchemes.Session);
        if (session is not { Principal: { } principal, Properties: { } properties })
            return false;

        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, password);
        account.PasswordIsOneTime = false;
        var saved = disconnectsApplications
            ? await accounts.UpdateSecurityStampAsync(account)
            : await accounts.UpdateAsync(account);
        if (saved.IsLostRace())
            return false;

        saved.ThrowIfFailed();
        await sessions.EndOthersAsync(account.Id, context);
        if (disconnectsApplications)
            await everywhere.SignOutAsync(account.Id, context.RequestAborted);
        var renewed = SessionClaims.Create(
            SessionSchemes.Session, account.Id, account.SecurityStamp, principal.SignedInAt(),
            [.. principal.Methods()]);
        // It keeps its end, which no change of the password moves.
        if (!properties.IsPersistent)
            (properties.IssuedUtc, properties.ExpiresUtc) = (clock.GetUtcNow(), null);
        await SessionRenewal.ReplaceAsync(context, renewed, properties);
        return true;
    }
}
