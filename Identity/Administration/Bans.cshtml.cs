using McpAspire.Identity.Regulation;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Administration;

/// <summary>Who may not try to sign in for a while.</summary>
internal sealed class BansPage(UserManager<Account> accounts, TimeProvider clock, Bans bans)
    : AdministratorPage(accounts, clock)
{
    public IReadOnlyList<Ban> Bans { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Bans = await bans.ListAsync(Cancellation);
    }

    public async Task<IActionResult> OnPostAsync([FromForm] BanKind? kind, [FromForm] string? subject)
    {
        if (kind is { } known && !string.IsNullOrEmpty(subject))
            await bans.LiftAsync(known, subject, Account.Id, Cancellation);
        return Redirect("/admin/bans");
    }
}
