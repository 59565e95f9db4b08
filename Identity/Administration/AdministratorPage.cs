using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Administration;

/// <summary>A page for administrators. To everyone else it does not exist.</summary>
internal abstract class AdministratorPage(UserManager<Account> accounts, TimeProvider clock)
    : ElevatedPage(accounts, clock)
{
    protected override async Task<IActionResult?> AdmitAsync() =>
        IsAdministrator ? await base.AdmitAsync() : NotFound();
}
