using McpAspire.Identity.Audit;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Factors;

/// <summary>
/// Takes a second factor away, never the last one. What it may have opened ends: whoever holds a stolen phone is out on
/// every device, and so is what they connected. The session that removes it goes on, under a new id.
/// </summary>
internal sealed class FactorRemoval(
    UserManager<Account> accounts,
    SecondFactors factors,
    SessionList sessions,
    SignOutEverywhere everywhere,
    AuditLog audit,
    TimeProvider clock)
{
    public const string LastOne =
        "This is your only second factor. Add another one first, then you can remove this one.";

    private const string LostRace = "Your account was changed at the same moment. Try again.";

    /// <summary>Why it was not removed, in words for the person, or null when it was.</summary>
    public async Task<string?> TryRemoveAsync(
        HttpContext context, Account account, string kind, string name, Func<Task> remove)
    {
        if ((await factors.OfAsync(account.Id, context.RequestAborted)).Count <= 1)
            return LastOne;

        // Of two removals at once, each of which sees the other's factor, the second fails here.
        var renewed = await accounts.UpdateSecurityStampAsync(account);
        if (renewed.IsLostRace())
            return LostRace;

        renewed.ThrowIfFailed();
        await remove();
        await audit.RecordAsync(new AuditEvent(AuditKind.FactorRemoved)
        {
            AccountId = account.Id, Method = kind, Detail = name,
        });
        await EndOthersAsync(context, account);
        return null;
    }

    private async Task EndOthersAsync(HttpContext context, Account account)
    {
        var session = await context.AuthenticateAsync(SessionSchemes.Session);
        await sessions.EndOthersAsync(account.Id, context);
        await everywhere.SignOutAsync(account.Id, context.RequestAborted);
        if (session is not { Principal: { } principal, Properties: { } properties })
            return;

        if (!properties.IsPersistent)
            (properties.IssuedUtc, properties.ExpiresUtc) = (clock.GetUtcNow(), null);
        var renewed = SessionClaims.Create(
            SessionSchemes.Session, account.Id, account.SecurityStamp, principal.SignedInAt(),
            [.. principal.Methods()]);
        await SessionRenewal.ReplaceAsync(context, renewed, properties);
    }
}
