using McpAspire.Identity.Audit;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Login;

/// <summary>Name and password.</summary>
internal sealed class SignInPage(
    SignInFlow flow,
    PasswordCheck passwords,
    Regulator regulator,
    AuditLog audit) : SignInStepPage(flow, SignInPaths.SignIn)
{
    private const SignInFactor Factor = SignInFactor.Password;

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public bool Remember { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(Name) || string.IsNullOrEmpty(Password))
            return Again("Enter your user name and your password.");

        var name = Name.Trim();
        if (!await regulator.TryTakeAsync(HttpContext, Factor, name))
        {
            await RefuseAsync("too many attempts");
            return Again(Refusal.Password);
        }

        var account = Password.Length > PasswordOptions.MaxLength
            ? null
            : await passwords.FindAsync(name, Password, HttpContext.RequestAborted);
        if (account is null)
        {
            await RefuseAsync("name and password do not match");
            await regulator.FailAsync(HttpContext, Factor, name);
            return Again(Refusal.Password);
        }

        await regulator.SucceedAsync(HttpContext, Factor, name);
        var pending = Flow.Begin(HttpContext, account);
        pending.Properties.WishToBeRemembered(Remember);
        return await GoOnAsync(pending);
    }

    /// <summary>The name is not told: it may be a password that was typed into the wrong field.</summary>
    private ValueTask RefuseAsync(string why) =>
        audit.RecordAsync(new AuditEvent(AuditKind.SignIn, Succeeded: false) { Method = "password", Detail = why });
}
