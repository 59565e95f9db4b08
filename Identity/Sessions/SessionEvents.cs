using System.Security.Claims;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Sessions;

/// <summary>
/// Checks a session on every request that uses it: its absolute end, its account, its security stamp.
/// </summary>
internal sealed class SessionEvents(
    UserManager<Account> accounts,
    SessionRecords records,
    TimeProvider clock) : CookieAuthenticationEvents
{
    /// <summary>The handler would renew in the second half of the window only, and so end sessions in use.</summary>
    private const int RenewalsPerWindow = 5;

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (SessionLifetime.EndOf(context.Properties) is { } end && clock.GetUtcNow() < end
            && context.Principal is { } principal
            && await accounts.FindByIdAsync(principal.AccountId().ToString()) is { DisabledAt: null } account
            && account.SecurityStamp == principal.FindFirstValue(SessionClaims.SecurityStamp))
        {
            if (context.Scheme.Name == SessionSchemes.Session)
                await records.TouchAsync(context.HttpContext);
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }

    /// <summary>
    /// The handler would follow the return address by itself, past the page's own check of where it leads.
    /// </summary>
    public override Task RedirectToReturnUrl(RedirectContext<CookieAuthenticationOptions> context) =>
        Task.CompletedTask;

    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
    {
        context.ShouldRenew = context.Options.SlidingExpiration
            && context.ElapsedTime > context.Options.ExpireTimeSpan / RenewalsPerWindow;
        return Task.CompletedTask;
    }
}
