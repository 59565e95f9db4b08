using McpAspire.Identity.Audit;
using McpAspire.Identity.Factors;
using McpAspire.Identity.Mail;
using McpAspire.Identity.Mail.Links;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Reset;

/// <summary>
/// Sends a link to whoever forgot the password. Everything that depends on the account is done when the mail is
/// written, after the answer: neither its words nor its time tell whether there is one.
/// </summary>
internal sealed class ResetRequests(
    Outbox outbox,
    BrowserMark browser,
    MailLinks links,
    SentMails sent,
    PublicOrigin origin,
    AuditLog audit,
    TimeProvider clock,
    IOptions<ResetOptions> options)
{
    public const string Purpose = "reset";
    private const int MaxTyped = 254;

    public bool IsOn => options.Value.Enabled && outbox.IsOpen;

    public void Ask(HttpContext context, string typed)
    {
        var asked = new AskedReset(
            typed.Length > MaxTyped ? string.Empty : typed,
            browser.Set(context),
            ClientAddress.Of(context),
            DeviceName.Of(context.Request.Headers.UserAgent));
        outbox.Put(services => WriteAsync(services, asked));
    }

    private async Task<Letter?> WriteAsync(IServiceProvider services, AskedReset asked)
    {
        var account = await services.GetRequiredService<AccountLookup>().FindAsync(asked.Typed);
        var refusal = await RefusalOfAsync(services, account);
        await audit.RecordAsync(new AuditEvent(AuditKind.PasswordResetRequested, refusal is null)
        {
            AccountId = account?.Id, Method = "mail", Detail = refusal, Address = asked.Address,
        });
        if (refusal is not null)
            return null;

        var lifetime = options.Value.LinkLifetime;
        var token = await links.OfferAsync(Purpose, new MailLink(
            account!.Id, account.SecurityStamp, asked.Browser, clock.GetUtcNow() + lifetime, account.Email));
        return ResetLetter.Write(account, asked, lifetime, origin.Absolute(NewPasswordPage.AddressOf(token)));
    }

    /// <summary>
    /// Why there is no mail. An account without a second factor is taken over by whoever reads its mail, so its
    /// password comes from an administrator alone.
    /// </summary>
    private async Task<string?> RefusalOfAsync(IServiceProvider services, Account? account)
    {
        if (account is null)
            return "no such account";
        if (account.DisabledAt is not null)
            return "the account is disabled";
        if (string.IsNullOrEmpty(account.Email))
            return "the account has no address";
        var factors = await services.GetRequiredService<SecondFactors>().OfAsync(account.Id, CancellationToken.None);
        if (account.PasswordIsOneTime || !factors.Any)
            return "the account has no second factor yet";
        return await sent.TryTakeAsync(Purpose, account.Id, options.Value.MaxPerAccount)
            ? null
            : "too many links for the account";
    }
}
