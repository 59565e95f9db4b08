using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Administration;

/// <summary>Makes an account, and tells its one-time password.</summary>
internal sealed class NewUserPage(
    UserManager<Account> accounts,
    TimeProvider clock,
    AccountAdministration administration) : AdministratorPage(accounts, clock)
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? DisplayName { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    /// <summary>Names with commas or spaces between.</summary>
    [BindProperty]
    public string? Groups { get; set; }

    public string? OneTimePassword { get; private set; }

    public Guid? MadeId { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var made = await administration.CreateAsync(
            new NewAccount(Name?.Trim() ?? string.Empty)
            {
                DisplayName = FormText.Of(DisplayName),
                Email = FormText.Of(Email),
                Groups = FormText.Words(Groups),
            },
            Account.Id,
            Cancellation);
        (Problem, OneTimePassword, MadeId) = (made.Problem, made.OneTimePassword, made.Account?.Id);
        return Page();
    }
}
