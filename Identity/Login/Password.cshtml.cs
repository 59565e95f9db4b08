using McpAspire.Identity.Audit;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Login;

/// <summary>Replaces a one-time password by one that only its owner knows.</summary>
internal sealed class PasswordPage(
    SignInFlow flow,
    PasswordRules rules,
    UserManager<Account> accounts,
    AuditLog audit) : SignInStepPage(flow, SignInPaths.Password)
{
    [BindProperty]
    public string? NewPassword { get; set; }

    [BindProperty]
    public string? ConfirmPassword { get; set; }

    public int MinLength => rules.MinLength;

    public string? UserName => Pending?.Account.UserName;

    public async Task<IActionResult> OnGetAsync() => await EnterAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await EnterAsync() is { } elsewhere)
            return elsewhere;

        var account = Pending!.Account;
        var problem = await rules.ProblemAsync(
            account, NewPassword ?? string.Empty, ConfirmPassword ?? string.Empty);
        if (problem is not null)
            return Again(problem);

        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, NewPassword!);
        account.PasswordIsOneTime = false;
        // A new stamp ends every session that the old password opened.
        var saved = await accounts.UpdateSecurityStampAsync(account);
        if (saved.IsLostRace())
            return Redirect(SignInPaths.SignIn);

        saved.ThrowIfFailed();
        await audit.RecordAsync(new AuditEvent(AuditKind.PasswordChanged)
        {
            AccountId = account.Id, Method = "password", Detail = "one-time password replaced",
        });
        return await GoOnAsync(Pending);
    }
}
