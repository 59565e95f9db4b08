using McpAspire.Identity.Audit;
using McpAspire.Identity.Mail.Links;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Reset;

/// <summary>
/// Replaces a password that was forgotten, and ends whatever the old one opened. It signs nobody in: the second factor
/// is asked for as ever.
/// </summary>
internal sealed class ResetCompletion(
    UserManager<Account> accounts, MailLinks links, SignOutEverywhere everywhere, AuditLog audit)
{
    /// <summary>
    /// The account that the link is for, if it still is: whoever reads an address that the owner gave up must not open
    /// it with an older mail.
    /// </summary>
    public async Task<Account?> FindAsync(MailLink link) =>
        await accounts.FindByIdAsync(link.AccountId.ToString()) is { DisabledAt: null, Email: { } address } account
        && account.SecurityStamp == link.Stamp && address == link.Address
            ? account
            : null;

    /// <summary>Whether the password was replaced; it is not when the link was used meanwhile.</summary>
    public async Task<bool> TryReplaceAsync(
        string token, Account account, string password, CancellationToken cancellationToken)
    {
        var hash = accounts.PasswordHasher.HashPassword(account, password);
        if (await links.TakeAsync(ResetRequests.Purpose, token) is null)
            return false;

        account.PasswordHash = hash;
        // Sessions compare the stamp, so they end even where Redis could not be told.
        var saved = await accounts.UpdateSecurityStampAsync(account);
        if (saved.IsLostRace())
            return false;

        saved.ThrowIfFailed();
        await audit.RecordAsync(
            new AuditEvent(AuditKind.PasswordReset) { AccountId = account.Id, Method = "mail" });
        await everywhere.SignOutAsync(account.Id, cancellationToken);
        return true;
    }
}
