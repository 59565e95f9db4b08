using McpAspire.Identity.Clients;
using McpAspire.Identity.Clients.Administration;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Administration;

/// <summary>Asks before a client is taken away from everybody who uses it.</summary>
internal sealed class RemoveClientPage(
    UserManager<Account> accounts,
    TimeProvider clock,
    ClientAdministration clients) : AdministratorPage(accounts, clock)
{
    /// <summary>An id may be a whole address, so it stands in the query.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    public ClientInfo Client { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        // A client of the configuration would be back at the next start, so it is removed there.
        var found = (await clients.ListAsync(Cancellation))
            .FirstOrDefault(client => client.Id == Id && client.Origin != ClientOrigin.Configured);
        if (found is null)
            return NotFound();

        Client = found;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync() =>
        await clients.RemoveAsync(Id ?? string.Empty, Account.Id, Cancellation) == RemovedClient.Removed
            ? Redirect("/admin/clients")
            : NotFound();
}
