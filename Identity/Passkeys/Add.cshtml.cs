using McpAspire.Identity.Factors;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Passkeys;

/// <summary>Adds a passkey to an account that has a second factor.</summary>
internal sealed class AddPage(
    PasskeyEnrolment enrolment,
    IOptions<PasskeyOptions> options,
    UserManager<Account> accounts,
    TimeProvider clock) : ElevatedPage(accounts, clock)
{
    [BindProperty]
    public string? Credential { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    public string? Problem { get; private set; }

    public IActionResult OnGet() => options.Value.Enabled ? Page() : NotFound();

    public async Task<IActionResult> OnPostOptionsAsync() =>
        options.Value.Enabled
            ? Content(await enrolment.AskAsync(HttpContext, Account), "application/json")
            : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!options.Value.Enabled)
            return NotFound();

        var result = await enrolment.VerifyAsync(HttpContext, Credential, Account);
        if (result.Passkey is { } passkey && await enrolment.TryAddAsync(Account, passkey, Name))
            return Redirect(SecurityPage.Path);

        Problem = result.Problem ?? "Your account was changed at the same moment. Try again.";
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
