using McpAspire.Identity.Audit;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Sessions;

/// <summary>
/// Changes the password. The current one is asked for although the sign-in is fresh (OWASP ASVS 5.0, 6.2.3): whoever
/// finds a browser open within those minutes does not lock its owner out.
/// </summary>
internal sealed class PasswordPage(
    UserManager<Account> accounts,
    PasswordRules rules,
    PasswordChange change,
    Regulator regulator,
    AuditLog audit,
    TimeProvider clock) : ElevatedPage(accounts, clock)
{
    private const SignInFactor Factor = SignInFactor.Password;

    private readonly UserManager<Account> _accounts = accounts;

    [BindProperty]
    public string? CurrentPassword { get; set; }

    [BindProperty]
    public string? NewPassword { get; set; }

    [BindProperty]
    public string? ConfirmPassword { get; set; }

    /// <summary>OWASP ASVS 5.0, 7.4.3, wants the choice.</summary>
    [BindProperty]
    public bool Disconnect { get; set; }

    public int MinLength => rules.MinLength;

    public string? Problem { get; private set; }

    public bool IsDone { get; private set; }

    public void OnGet() => Disconnect = true;

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrEmpty(CurrentPassword) || CurrentPassword.Length > Users.PasswordOptions.MaxLength)
            return Again("Enter your current password.");

        var name = Account.UserName ?? string.Empty;
        if (!await regulator.TryTakeAsync(HttpContext, Factor, name))
        {
            await RecordAsync("too many attempts", succeeded: false);
            return Again(Refusal.CurrentPassword);
        }

        if (!await _accounts.CheckPasswordAsync(Account, CurrentPassword))
        {
            await RecordAsync("the current password was wrong", succeeded: false);
            await regulator.FailAsync(HttpContext, Factor, name);
            return Again(Refusal.CurrentPassword);
        }

        await regulator.SucceedAsync(HttpContext, Factor, name);
        var problem = await rules.ProblemAsync(
            Account, NewPassword ?? string.Empty, ConfirmPassword ?? string.Empty, CurrentPassword);
        if (problem is not null)
            return Again(problem);
        if (!await change.TryChangeAsync(HttpContext, Account, NewPassword!, Disconnect))
            return Again("Your account was changed at the same moment. Try again.");

        await RecordAsync(Disconnect ? "applications disconnected" : "applications kept", succeeded: true);
        IsDone = true;
        return Page();
    }

    private IActionResult Again(string problem)
    {
        Problem = problem;
        return Page();
    }

    private ValueTask RecordAsync(string detail, bool succeeded) =>
        audit.RecordAsync(new AuditEvent(AuditKind.PasswordChanged, succeeded)
        {
            AccountId = Account.Id, Method = "password", Detail = detail,
        });
}
