using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Administration;

/// <summary>A page for administrators, who signed in a short while ago. To everyone else it does not exist.</summary>
internal abstract class AdministratorPage(UserManager<Account> accounts, TimeProvider clock)
    : ElevatedPage(accounts, clock)
{
    /// <summary>How pages write moments.</summary>
    public const string TimeFormat = "d MMMM yyyy, HH:mm 'UTC'";

    /// <summary>What went wrong, in words for the person.</summary>
    public string? Problem { get; protected set; }

    protected CancellationToken Cancellation => HttpContext.RequestAborted;

    protected override async Task<IActionResult?> AdmitAsync() =>
        IsAdministrator ? await base.AdmitAsync() : NotFound();
}
