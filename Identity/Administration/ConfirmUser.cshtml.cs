using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Administration;

/// <summary>Asks before something is done to an account that its owner would notice.</summary>
internal sealed class ConfirmUserPage(
    UserManager<Account> accounts,
    TimeProvider clock,
    AccountDirectory directory,
    AccountAdministration administration,
    AccountCredentials credentials) : AdministratorPage(accounts, clock)
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "deed")]
    public string? Deed { get; set; }

    public string Name { get; private set; } = string.Empty;

    public string? OneTimePassword { get; private set; }

    public string Question => Deed switch
    {
        "disable" => "Disable",
        "factors" => "Reset the factors of",
        "password" => "Reset the password of",
        "reset" => "Reset",
        "delete" => "Delete",
        _ => string.Empty,
    };

    public string Consequence => Deed switch
    {
        "disable" => "All sessions end, all connected applications stop at once, and nobody can sign in as this user "
            + "until you enable it again.",
        "factors" => "Every authenticator app, passkey and recovery code is removed, and all sessions end. "
            + "Whoever has the password chooses new factors.",
        "password" => "All sessions end. The user gets a one-time password and keeps the second factors.",
        "reset" => "The password, every authenticator app, passkey and recovery code is removed, and all sessions end. "
            + "The user gets a one-time password.",
        "delete" => "The user, the factors and the connected applications are removed for good. The audit trail stays.",
        _ => string.Empty,
    };

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await directory.FindAsync(Id, Cancellation) is null)
            return NotFound();

        var done = Deed switch
        {
            "disable" => await administration.DisableAsync(Id, Account.Id, Cancellation),
            "factors" => await credentials.ResetFactorsAsync(Id, Account.Id, Cancellation),
            "password" => await credentials.ResetPasswordAsync(Id, chosen: null, Account.Id, Cancellation),
            "reset" => await credentials.ResetAsync(Id, Account.Id, Cancellation),
            "delete" => await administration.DeleteAsync(Id, Account.Id, Cancellation),
            _ => null,
        };
        if (done is null)
            return NotFound();

        (Problem, OneTimePassword) = (done.Problem, done.OneTimePassword);
        if (Problem is not null || OneTimePassword is not null)
            return await ShowAsync();
        return Redirect(Deed == "delete" ? "/admin/users" : $"/admin/users/{Id}");
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (Question.Length == 0 || await directory.FindAsync(Id, Cancellation) is not { } found)
            return NotFound();

        Name = found.Summary.Name;
        return Page();
    }
}
