using McpAspire.Identity.Audit;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Sessions;

/// <summary>Where somebody is signed in. Ending sessions takes access away, so it asks for no fresh sign-in.</summary>
internal sealed class SessionsPage(UserManager<Account> accounts, SessionList sessions, AuditLog audit)
    : SignedInPage(accounts)
{
    public IReadOnlyList<SessionInfo> Sessions { get; private set; } = [];

    public string? Current { get; private set; }

    public async Task OnGetAsync()
    {
        Sessions = await sessions.OfAsync(Account.Id, HttpContext.RequestAborted);
        Current = sessions.CurrentOf(HttpContext);
    }

    public async Task<IActionResult> OnPostEndAsync([FromForm] string? id)
    {
        // The form of another page, or of another person, names a session that is not in this account's list.
        if (id is not null && await sessions.EndAsync(id, Account.Id, HttpContext.RequestAborted))
        {
            await RecordAsync("one session");
            if (id == sessions.CurrentOf(HttpContext))
                await HttpContext.SignOutAsync(SessionSchemes.Session);
        }

        return Redirect("/sessions");
    }

    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        var ended = await sessions.EndOthersAsync(Account.Id, HttpContext);
        await RecordAsync($"all others: {ended}");
        return Redirect("/sessions");
    }

    private ValueTask RecordAsync(string what) =>
        audit.RecordAsync(new AuditEvent(AuditKind.SessionEnded) { AccountId = Account.Id, Detail = what });
}
