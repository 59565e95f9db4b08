using System.Text;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Recovery;

/// <summary>Makes recovery codes, and shows them this once.</summary>
internal sealed class MakePage(
    RecoveryCodes codes,
    AuditLog audit,
    UserManager<Account> accounts,
    TimeProvider clock) : ElevatedPage(accounts, clock)
{
    /// <summary>The codes that the page shows, sent back to be written as a file.</summary>
    [BindProperty]
    public IReadOnlyList<string> Shown { get; set; } = [];

    public IReadOnlyList<string> Codes { get; private set; } = [];

    public int Left { get; private set; }

    public string? Problem { get; private set; }

    public async Task OnGetAsync() => Left = await codes.LeftAsync(Account.Id, HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync()
    {
        if (await codes.MakeAsync(Account, HttpContext.RequestAborted) is not { } made)
        {
            Problem = "Your account was changed at the same moment. Try again.";
            await OnGetAsync();
            return Page();
        }

        Codes = made;
        await audit.RecordAsync(new AuditEvent(AuditKind.RecoveryCodesMade) { AccountId = Account.Id });
        return Page();
    }

    /// <summary>
    /// Nothing is kept that could be shown again, so the page hands its codes back. Only codes of the account are
    /// written: nobody has this service send a text of theirs.
    /// </summary>
    public async Task<IActionResult> OnPostTextAsync()
    {
        var own = await codes.OwnAsync(
            Account.Id,
            Shown.Where(code => RecoveryCodeText.Normalize(code) is not null).Distinct(),
            HttpContext.RequestAborted);
        if (own.Count == 0)
            return Redirect("/security/recovery");

        var text = $"Recovery codes of {Account.UserName} at {Request.Host.Value}. Each works once.\n\n"
            + string.Join('\n', own) + "\n";
        return File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", "recovery-codes.txt");
    }
}
