using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Administration;

/// <summary>One account, and what may be done to it at once; what hurts is asked about on a page of its own.</summary>
internal sealed class UserPage(
    UserManager<Account> accounts,
    TimeProvider clock,
    AccountDirectory directory,
    AccountAdministration administration) : AdministratorPage(accounts, clock)
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public Guid Id { get; set; }

    public AccountOverview Overview { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostEnableAsync() =>
        await AnswerAsync(await administration.EnableAsync(Id, Account.Id, Cancellation));

    public async Task<IActionResult> OnPostGroupsAsync([FromForm] string? groups) =>
        await AnswerAsync(await administration.SetGroupsAsync(
            Id, FormText.Words(groups), Account.Id, Cancellation));

    private async Task<IActionResult> AnswerAsync(AccountChange done)
    {
        if (done.Problem is null)
            return Redirect($"/admin/users/{Id}");

        Problem = done.Problem;
        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (await directory.FindAsync(Id, Cancellation) is not { } found)
            return NotFound();

        Overview = found;
        return Page();
    }
}
