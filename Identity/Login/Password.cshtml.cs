using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Login;

/// <summary>Replaces a one-time password by one that only its owner knows.</summary>
internal sealed partial class PasswordPage(
    SignInFlow flow,
    PasswordRules rules,
    UserManager<Account> accounts,
    ILogger<PasswordPage> logger) : SignInStepPage(flow, SignInPaths.Password)
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
        LogReplaced(account.Id);
        return await GoOnAsync(Pending);
    }

    [LoggerMessage(LogLevel.Information, "Account {AccountId} replaced its one-time password")]
    private partial void LogReplaced(Guid accountId);
}
