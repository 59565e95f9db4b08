using McpAspire.Identity.Login;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Passkeys;

/// <summary>A passkey as the first second factor, in place of an authenticator app.</summary>
internal sealed class EnrollPage(
    SignInFlow flow,
    PasskeyEnrolment enrolment,
    IOptions<PasskeyOptions> options,
    UserManager<Account> accounts) : SignInStepPage(flow, SignInPaths.PasskeyEnrolment)
{
    [BindProperty]
    public string? Credential { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    public string Path => SignInPaths.PasskeyEnrolment;

    public async Task<IActionResult> OnGetAsync() => await StartAsync() ?? Page();

    public async Task<IActionResult> OnPostOptionsAsync() =>
        await StartAsync() is { } elsewhere
            ? elsewhere
            : Content(await enrolment.AskAsync(HttpContext, Pending!.Account), "application/json");

    public async Task<IActionResult> OnPostAsync()
    {
        if (await StartAsync() is { } elsewhere)
            return elsewhere;

        var account = Pending!.Account;
        var result = await enrolment.VerifyAsync(HttpContext, Credential, account);
        if (result.Passkey is not { } passkey)
            return Again(result.Problem ?? string.Empty, StatusCodes.Status400BadRequest);

        // As with the first authenticator app: of several sign-ins that enrol at once, one may.
        var renewed = await accounts.UpdateSecurityStampAsync(account);
        if (renewed.IsLostRace())
            return Redirect(SignInPaths.SignIn);

        renewed.ThrowIfFailed();
        return await enrolment.TryAddAsync(account, passkey, Name)
            ? await GoOnAsync(SignInFlow.With(Pending, PasskeyProof.MethodsOf(passkey.IsBackupEligible)))
            : Redirect(SignInPaths.SignIn);
    }

    private async Task<IActionResult?> StartAsync() => options.Value.Enabled ? await EnterAsync() : NotFound();
}
