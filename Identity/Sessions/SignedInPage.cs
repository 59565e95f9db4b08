using System.Security.Claims;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace McpAspire.Identity.Sessions;

/// <summary>A page of somebody who is signed in. Everyone else is led to the sign-in and back.</summary>
internal abstract class SignedInPage(UserManager<Account> accounts) : PageModel
{
    /// <summary>Whose page it is.</summary>
    public Account Account { get; private set; } = null!;

    /// <summary>
    /// The session. It is not made the request's user: form tokens are checked before a page reads its session, and
    /// those of a page that was shown to somebody would then not fit a form that is sent by nobody yet.
    /// </summary>
    public new ClaimsPrincipal User { get; private set; } = new();

    public bool IsAdministrator { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var session = await HttpContext.AuthenticateAsync(SessionSchemes.Session);
        if (!session.Succeeded
            || await accounts.FindByIdAsync(session.Principal.AccountId().ToString()) is not { } account)
        {
            context.Result = Redirect("/sign-in" + QueryString.Create("returnUrl", ReturnAddress()));
            return;
        }

        User = session.Principal;
        Account = account;
        IsAdministrator = await accounts.IsInRoleAsync(account, Group.Administrators);
        if (await AdmitAsync() is { } elsewhere)
            context.Result = elsewhere;
        else
            await next();
    }

    /// <summary>A further condition of a page; the result, if any, is the answer instead of the page.</summary>
    protected virtual Task<IActionResult?> AdmitAsync() =>
        Task.FromResult<IActionResult?>(null);

    /// <summary>This page. What a form said is gone after a sign-in, so it is shown anew and not sent anew.</summary>
    protected string ReturnAddress() =>
        Request.Path + (HttpMethods.IsGet(Request.Method) ? Request.QueryString : QueryString.Empty);
}
