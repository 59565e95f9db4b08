using McpAspire.Identity.Audit;
using McpAspire.Identity.Factors;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Login;

/// <summary>
/// Leads a person from the first factor to the session. The order of the steps is written here and nowhere else.
/// </summary>
internal sealed class SignInFlow(
    UserManager<Account> accounts,
    SecondFactors factors,
    TimeProvider clock,
    IOptions<SessionLimitOptions> sessions,
    AuditLog audit)
{
    /// <summary>The password was right.</summary>
    public PendingSignIn Begin(HttpContext context, Account account) =>
        Begin(context, account, [SignInMethods.Password]);

    /// <summary>
    /// The first factor was right: a password, or a passkey that verified its user and so is the second too.
    /// </summary>
    public PendingSignIn Begin(HttpContext context, Account account, IReadOnlyList<string> methods)
    {
        SessionReplacement.Request(context);
        var properties = new AuthenticationProperties();
        properties.SetEnd(clock.GetUtcNow() + SessionCookieSetup.PendingLifetime);
        return new PendingSignIn(account, methods, properties);
    }

    public async Task<PendingSignIn?> CurrentAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(SessionSchemes.Pending);
        if (result is not { Succeeded: true, Principal: { } principal, Properties: { } properties })
            return null;

        var account = await accounts.FindByIdAsync(principal.AccountId().ToString());
        return account is not { DisabledAt: null } ? null : new PendingSignIn(account, principal.Methods(), properties);
    }

    /// <summary>A further factor was right.</summary>
    public static PendingSignIn With(PendingSignIn pending, params IEnumerable<string> methods) =>
        pending with { Methods = [.. pending.Methods.Union(methods)] };

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
        var enrolled = await factors.OfAsync(pending.Account.Id, cancellationToken);
        if (enrolled.Any && !pending.Methods.IncludeSecondFactor())
            return enrolled.Authenticators > 0 ? SignInPaths.Code : SignInPaths.Passkey;
        if (pending.Account.PasswordIsOneTime)
            return SignInPaths.Password;
        return enrolled.Any ? null : SignInPaths.Enrolment;
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
                [.. pending.Methods, SignInMethods.Several]),
            properties);
        await context.SignOutAsync(SessionSchemes.Pending);
        await audit.RecordAsync(new AuditEvent(AuditKind.SignIn)
        {
            AccountId = pending.Account.Id,
            Method = string.Join(' ', pending.Methods),
        });
    }
}
