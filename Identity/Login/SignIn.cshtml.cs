using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Login;

/// <summary>Name and password.</summary>
internal sealed partial class SignInPage(
    SignInFlow flow,
    PasswordCheck passwords,
    AttemptLimit attempts,
    ILogger<SignInPage> logger) : SignInStepPage(flow, SignInPaths.SignIn)
{
    private const string Factor = "password";

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(Name) || string.IsNullOrEmpty(Password))
            return Again("Enter your user name and your password.");

        var name = Name.Trim();
        if (!await attempts.TryTakeAsync(HttpContext, Factor, name))
        {
            LogTooMany();
            return AfterTooManyAttempts();
        }

        var account = Password.Length > PasswordOptions.MaxLength ? null : await passwords.FindAsync(name, Password);
        if (account is null)
        {
            LogRefused();
            return Again("User name and password do not match.");
        }

        await attempts.ClearAsync(HttpContext, Factor, name);
        return await GoOnAsync(Flow.Begin(HttpContext, account));
    }

    [LoggerMessage(LogLevel.Warning, "A sign-in was refused: name and password do not match")]
    private partial void LogRefused();

    [LoggerMessage(LogLevel.Warning, "A sign-in was refused: too many attempts")]
    private partial void LogTooMany();
}
