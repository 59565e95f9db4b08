using McpAspire.Identity.Audit;
using McpAspire.Identity.Login;
using McpAspire.Identity.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Passkeys;

/// <summary>
/// A passkey, alone or after the password. Alone it names its owner itself; what the page says and asks is the same for
/// everyone.
/// </summary>
internal sealed class SignInPage(
    SignInFlow flow,
    PasskeyVerifier verifier,
    IOptions<PasskeyOptions> options,
    AuditLog audit) : SignInStepPage(flow, SignInPaths.Passkey)
{
    private const string NotVerified = "This passkey did not check who you are, so it is no replacement for your "
        + "password. Sign in with your password first, then with the passkey.";

    /// <summary>The passkey is to count for itself, whatever sign-in was left half-way in this browser.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Alone { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    [BindProperty]
    public bool Remember { get; set; }

    public bool IsSecondFactor => Pending is not null;

    /// <summary>The address of this page, for what it is used for now.</summary>
    public string Address => AddressFor(this, isAlone: !IsSecondFactor);

    public static string AddressFor(SignInStepPage page, bool isAlone)
    {
        var address = page.AddressOf(SignInPaths.Passkey);
        return isAlone
            ? address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "alone=true"
            : address;
    }

    public async Task<IActionResult> OnGetAsync() => await StartAsync() ?? Page();

    public async Task<IActionResult> OnPostOptionsAsync() =>
        await StartAsync() is { } elsewhere
            ? elsewhere
            : Content(await verifier.AskAsync(HttpContext, Pending?.Account), "application/json");

    public async Task<IActionResult> OnPostAsync()
    {
        if (await StartAsync() is { } elsewhere)
            return elsewhere;

        var verdict = await verifier.VerifyAsync(HttpContext, Credential, Pending?.Account);
        if (verdict.Proof is not { } proof)
            return Again(verdict.Problem ?? string.Empty, verdict.Status);
        if (Pending is null && !proof.IsBothFactors)
            return Again(NotVerified);

        await audit.RecordAsync(new AuditEvent(AuditKind.SecondFactor)
        {
            AccountId = proof.Account.Id, Method = "passkey",
        });
        if (Pending is not null)
            return await GoOnAsync(SignInFlow.With(Pending, proof.Methods));

        var pending = Flow.Begin(HttpContext, proof.Account, proof.Methods);
        pending.Properties.WishToBeRemembered(Remember);
        return await GoOnAsync(pending);
    }

    private async Task<IActionResult?> StartAsync()
    {
        if (!options.Value.Enabled && !HttpMethods.IsGet(Request.Method))
            return NotFound();
        if (Alone || await Flow.CurrentAsync(HttpContext) is null)
            return null;
        return await EnterAsync();
    }
}
