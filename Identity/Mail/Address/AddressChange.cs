using McpAspire.Identity.Audit;
using McpAspire.Identity.Mail.Links;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Mail.Address;

/// <summary>
/// Gives an account another mail address, once its owner has shown to read what is sent there. A typing error, or the
/// address of somebody else, would let a stranger choose a new password.
/// </summary>
internal sealed class AddressChange(
    UserManager<Account> accounts,
    AccountEmails emails,
    Outbox outbox,
    MailLinks links,
    BrowserMark browser,
    SentMails sent,
    PublicOrigin origin,
    AuditLog audit,
    TimeProvider clock)
{
    private const string Purpose = "address";
    private const int MaxMails = 5;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public bool IsOn => outbox.IsOpen;

    /// <summary>Sends a link to the new address; what went wrong, or null.</summary>
    public async Task<string?> AskAsync(HttpContext context, Account account, string address)
    {
        if (!await sent.TryTakeAsync(Purpose, account.Id, MaxMails))
            return "You were sent many mails already. Wait an hour, then try again.";

        var token = await links.OfferAsync(Purpose, new MailLink(
            account.Id, account.SecurityStamp, browser.Set(context), clock.GetUtcNow() + Lifetime, address));
        outbox.Put(new Letter(
            address,
            "Confirm your address",
            $"""
            Hello {account.DisplayName ?? account.UserName},

            to use this address for your account, open this link in the browser that asked, within 10 minutes:

            {origin.Absolute(ConfirmPage.AddressOf(token))}

            If that was not you, there is nothing to do.
            """));
        return null;
    }

    /// <summary>The address that the link is for, if it is good for this account in this browser.</summary>
    public async Task<string?> FindAsync(HttpContext context, Account account, string? token) =>
        await links.FindAsync(Purpose, token) is { } link
        && link.AccountId == account.Id && link.Stamp == account.SecurityStamp && browser.IsOn(context, link)
            ? link.Address
            : null;

    /// <summary>Whether it was saved.</summary>
    public async Task<bool> TryConfirmAsync(HttpContext context, Account account, string? token)
    {
        // Two accounts with one address could not be told apart when a password is forgotten.
        if (await FindAsync(context, account, token) is not { } address
            || await links.TakeAsync(Purpose, token) is null || await emails.IsTakenAsync(address, account.Id))
        {
            return false;
        }

        var old = account.Email;
        account.Email = address;
        account.EmailConfirmed = true;
        var saved = await accounts.UpdateAsync(account);
        if (saved.IsLostRace())
            return false;

        saved.ThrowIfFailed();
        await audit.RecordAsync(
            new AuditEvent(AuditKind.AccountChanged) { AccountId = account.Id, Method = "mail address" });
        if (!string.IsNullOrEmpty(old))
            outbox.Put(Farewell(account, old));
        return true;
    }

    private Letter Farewell(Account account, string old) => new(
        old,
        "Your account was changed",
        $"""
        Hello {account.DisplayName ?? account.UserName},

        your account {account.UserName} has another mail address now, and this one gets no more mail.

        If that was not you, tell your administrator at once.

        {origin.Absolute("/security")}
        """);
}
