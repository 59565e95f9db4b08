using McpAspire.Identity.Audit;
using McpAspire.Identity.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace McpAspire.Identity.Login;

/// <summary>Ends the session, after asking: a mere link must not sign anybody out.</summary>
internal sealed class SignOutPage(AuditLog audit) : PageModel
{
    public bool IsSignedIn { get; private set; }

    public async Task OnGetAsync() =>
        IsSignedIn = (await HttpContext.AuthenticateAsync(SessionSchemes.Session)).Succeeded;

    public async Task<IActionResult> OnPostAsync()
    {
        var session = await HttpContext.AuthenticateAsync(SessionSchemes.Session);
        if (session.Succeeded)
            await audit.RecordAsync(new AuditEvent(AuditKind.SignOut) { AccountId = session.Principal.AccountId() });
        await HttpContext.SignOutAsync(SessionSchemes.Session);
        await HttpContext.SignOutAsync(SessionSchemes.Pending);
        return RedirectToPage();
    }
}
