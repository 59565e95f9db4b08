using McpAspire.Identity.Audit;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Administration;

/// <summary>Where everybody is signed in.</summary>
internal sealed class AllSessionsPage(
    UserManager<Account> accounts,
    TimeProvider clock,
    SessionList sessions,
    AccountDirectory directory,
    AuditLog audit) : AdministratorPage(accounts, clock)
{
    public const int MaxShown = 500;

    private IReadOnlyDictionary<Guid, string> _names = new Dictionary<Guid, string>();

    public IReadOnlyList<SessionInfo> Sessions { get; private set; } = [];

    public string? NameOf(Guid accountId) => _names.GetValueOrDefault(accountId);

    public async Task OnGetAsync()
    {
        Sessions = await sessions.AllAsync(MaxShown, Cancellation);
        _names = await directory.NamesOfAsync(Sessions.Select(session => session.AccountId), Cancellation);
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? id)
    {
        if (string.IsNullOrEmpty(id))
            return Redirect("/admin/sessions");

        var owner = (await sessions.AllAsync(int.MaxValue, Cancellation))
            .FirstOrDefault(session => session.PublicId == id)?.AccountId;
        if (await sessions.EndAsync(id, onlyOf: null, Cancellation))
        {
            await audit.RecordAsync(new AuditEvent(AuditKind.SessionEnded)
            {
                AccountId = owner, ActorId = Account.Id, Detail = "one session",
            });
        }

        return Redirect("/admin/sessions");
    }
}
