using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Administration;

/// <summary>
/// Hides everything below /admin from those who are no administrators, before routes, methods or form tokens could tell
/// an address that exists from one that does not. Pages check again by themselves.
/// </summary>
internal sealed class AdministratorsOnlyMiddleware(RequestDelegate next, PublicOrigin origin)
{
    private const string Root = "/admin";

    private readonly string _cookie = origin.CookieName(SessionSchemes.Session);

    public Task InvokeAsync(HttpContext context, UserManager<Account> accounts) =>
        context.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase)
            ? InvokeGuardedAsync(context, accounts)
            : next(context);

    private async Task InvokeGuardedAsync(HttpContext context, UserManager<Account> accounts)
    {
        var session = await context.AuthenticateAsync(SessionSchemes.Session);
        if (session.Succeeded
            && await accounts.FindByIdAsync(session.Principal.AccountId().ToString()) is { } account
            && await accounts.IsInRoleAsync(account, Group.Administrators))
        {
            await next(context);
            return;
        }

        // A session that has just run out may have been an administrator's, who wants to go on where it ended. The
        // answer is the same for every address below, so it tells nothing.
        if (!session.Succeeded && HttpMethods.IsGet(context.Request.Method)
            && context.Request.Cookies.ContainsKey(_cookie))
        {
            var address = $"{context.Request.Path}{context.Request.QueryString}";
            context.Response.Redirect("/sign-in" + QueryString.Create("returnUrl", address));
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
