using McpAspire.Identity.Audit;
using McpAspire.Identity.Factors;
using McpAspire.Identity.Login;
using McpAspire.Identity.Regulation;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Totp;

/// <summary>The second factor: a code from an enrolled authenticator app.</summary>
internal sealed class CodePage(
    SignInFlow flow,
    Authenticators authenticators,
    SecondFactors factors,
    Regulator regulator,
    AuditLog audit) : SignInStepPage(flow, SignInPaths.Code)
{
    private const SignInFactor Factor = SignInFactor.Totp;

    [BindProperty]
    public string? Code { get; set; }

    public bool HasPasskeys { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await StartAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await StartAsync() is { } elsewhere)
            return elsewhere;
        if (TotpCode.Normalize(Code) is not { } code)
            return Again("Enter the digits that the app shows now.");

        var accountId = Pending!.Account.Id;
        if (!await regulator.TryTakeAsync(HttpContext, Factor, accountId.ToString()))
        {
            await RefuseAsync(accountId, "too many attempts");
            return Again(Refusal.Code);
        }

        if (!await authenticators.RedeemAsync(accountId, code, HttpContext.RequestAborted))
        {
            await RefuseAsync(accountId, "wrong or used");
            await regulator.FailAsync(HttpContext, Factor, accountId.ToString());
            return Again(Refusal.Code);
        }

        await regulator.SucceedAsync(HttpContext, Factor, accountId.ToString());
        await audit.RecordAsync(new AuditEvent(AuditKind.SecondFactor) { AccountId = accountId, Method = "totp" });
        return await GoOnAsync(SignInFlow.With(Pending, SignInMethods.Code));
    }

    private async Task<IActionResult?> StartAsync()
    {
        if (await EnterAsync() is { } elsewhere)
            return elsewhere;

        HasPasskeys = (await factors.OfAsync(Pending!.Account.Id, HttpContext.RequestAborted)).Passkeys > 0;
        return null;
    }

    private ValueTask RefuseAsync(Guid accountId, string why) => audit.RecordAsync(
        new AuditEvent(AuditKind.SecondFactor, Succeeded: false)
        {
            AccountId = accountId, Method = "totp", Detail = why,
        });
}
