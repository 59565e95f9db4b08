using McpAspire.Identity.Audit;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Consent;

/// <summary>The connected applications. Disconnecting takes access away, so it asks for no fresh sign-in.</summary>
internal sealed class ApplicationsPage(UserManager<Account> accounts, ConnectedClients connected, AuditLog audit)
    : SignedInPage(accounts)
{
    public IReadOnlyList<ConnectedClient> Clients { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Clients = await connected.OfAsync(Account.Id, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? client)
    {
        if (!string.IsNullOrEmpty(client)
            && await connected.DisconnectAsync(Account.Id, client, HttpContext.RequestAborted))
        {
            await audit.RecordAsync(new AuditEvent(AuditKind.ConsentWithdrawn)
            {
                AccountId = Account.Id, ClientId = client,
            });
        }

        return Redirect("/applications");
    }
}
