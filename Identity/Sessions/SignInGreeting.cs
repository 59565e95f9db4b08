using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Sessions;

/// <summary>
/// Tells the sign-in page whom it speaks to, when a fresh sign-in is asked of somebody with a session.
/// </summary>
internal sealed class SignInGreeting(UserManager<Account> accounts, IOptions<SessionLimitOptions> sessions)
{
    public bool OffersRememberMe => sessions.Value.RememberMe > TimeSpan.Zero;

    public async Task<KnownPerson?> OfAsync(HttpContext context)
    {
        var session = await context.AuthenticateAsync(SessionSchemes.Session);
        if (!session.Succeeded
            || await accounts.FindByIdAsync(session.Principal.AccountId().ToString()) is not { UserName: { } name })
        {
            return null;
        }

        return new KnownPerson(name, session.Properties.IsPersistent);
    }
}
