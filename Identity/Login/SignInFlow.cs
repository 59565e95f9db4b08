using McpAspire.Identity.Audit;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Totp;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Login;

/// <summary>
/// Leads a person from the password to the session. The order of the steps is written here and nowhere else.
/// </summary>
internal sealed class SignInFlow(
    UserManager<Account> accounts,
    Authenticators authenticators,
    TimeProvider clock,
    IOptions<SessionLimitOptions> sessions,
    AuditLog audit)
{
    private const string PasswordMethod = "pwd";
    private const string CodeMethod = "otp";
    private const string SeveralFactors = "mfa";

    /// <summary>The password was right.</summary>
    public PendingSignIn Begin(HttpContext context, Account account)
    {
        SessionReplacement.Request(context);
        var properties = new AuthenticationProperties();
        properties.SetEnd(clock.GetUtcNow() + SessionCookieSetup.PendingLifetime);
        return new PendingSignIn(account, [PasswordMethod], properties);
    }

    public async Task<PendingSignIn?> CurrentAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(SessionSchemes.Pending);
        if (result is not { Succeeded: true, Principal: { } principal, Properties: { } properties })
            return null;

        var account = await accounts.FindByIdAsync(principal.AccountId().ToString());
        return account is null ? null : new PendingSignIn(account, principal.Methods(), properties);
    }

    /// <summary>A code of the account's authenticator was right.</summary>
    public static PendingSignIn WithCode(PendingSignIn pending) =>
        pending with { Methods = [.. pending.Methods.Append(CodeMethod).Distinct()] };

    /// <summary>Keeps the progress, under the security stamp that the account has now.</summary>
    public Task SaveAsync(HttpContext context, PendingSignIn pending) =>
        context.SignInAsync(
            SessionSchemes.Pending,
            SessionClaims.Create(
                SessionSchemes.Pending,
                pending.Account.Id,
                pending.Account.SecurityStamp,
                clock.GetUtcNow(),
                [.. pending.Methods]),
            pending.Properties);

    /// <summary>The step that is still missing, or null when the person has shown everything.</summary>
    public async Task<string?> NextStepAsync(PendingSignIn pending, CancellationToken cancellationToken)
    {
        var isEnrolled = await authenticators.AnyAsync(pending.Account.Id, cancellationToken);
        if (isEnrolled && !pending.Methods.Contains(CodeMethod))
            return SignInPaths.Code;
        if (pending.Account.PasswordIsOneTime)
            return SignInPaths.Password;
        return isEnrolled ? null : SignInPaths.Enrolment;
    }

    /// <summary>Ends the sign-in and opens the session, which gets an id of its own.</summary>
    public async Task CompleteAsync(HttpContext context, PendingSignIn pending)
    {
        var now = clock.GetUtcNow();
        var properties = new AuthenticationProperties();
        properties.SetEnd(now + sessions.Value.Absolute);
        properties.RememberAs(pending.Properties, sessions.Value, now);
        SessionReplacement.Request(context);
        await context.SignInAsync(
            SessionSchemes.Session,
            SessionClaims.Create(
                SessionSchemes.Session,
                pending.Account.Id,
                pending.Account.SecurityStamp,
                now,
                [.. pending.Methods, SeveralFactors]),
            properties);
        await context.SignOutAsync(SessionSchemes.Pending);
        await audit.RecordAsync(new AuditEvent(AuditKind.SignIn)
        {
            AccountId = pending.Account.Id,
            Method = string.Join(' ', pending.Methods),
        });
    }
}
