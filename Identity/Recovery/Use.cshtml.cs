using McpAspire.Identity.Audit;
using McpAspire.Identity.Login;
using McpAspire.Identity.Regulation;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Recovery;

/// <summary>The second factor of somebody who lost theirs: a code from paper.</summary>
internal sealed class UsePage(
    SignInFlow flow,
    RecoveryCodes codes,
    Regulator regulator,
    AuditLog audit) : SignInStepPage(flow, SignInPaths.Recovery)
{
    private const SignInFactor Factor = SignInFactor.RecoveryCode;

    [BindProperty]
    public string? Code { get; set; }

    public string UsualStep { get; private set; } = SignInPaths.Code;

    public async Task<IActionResult> OnGetAsync() => await StartAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await StartAsync() is { } elsewhere)
            return elsewhere;
        if (string.IsNullOrWhiteSpace(Code))
            return Again("Enter one of your recovery codes.");

        var accountId = Pending!.Account.Id;
        if (!await regulator.TryTakeAsync(HttpContext, Factor, accountId.ToString()))
        {
            await RefuseAsync(accountId, "too many attempts");
            return Again(Refusal.RecoveryCode);
        }

        // One that cannot be right is looked up all the same: what it costs tells nothing.
        var code = RecoveryCodeText.Normalize(Code) ?? string.Empty;
        if (!await codes.RedeemAsync(accountId, code, HttpContext.RequestAborted))
        {
            await RefuseAsync(accountId, "wrong or used");
            await regulator.FailAsync(HttpContext, Factor, accountId.ToString());
            return Again(Refusal.RecoveryCode);
        }

        await regulator.SucceedAsync(HttpContext, Factor, accountId.ToString());
        var left = await codes.LeftAsync(accountId, HttpContext.RequestAborted);
        await audit.RecordAsync(new AuditEvent(AuditKind.SecondFactor)
        {
            AccountId = accountId, Method = "recovery_code", Detail = $"{left} left",
        });
        return await GoOnAsync(SignInFlow.With(Pending, SignInMethods.RecoveryCode));
    }

    private async Task<IActionResult?> StartAsync()
    {
        if (await EnterAsync() is { } elsewhere)
            return elsewhere;

        UsualStep = await Flow.NextStepAsync(Pending!, HttpContext.RequestAborted) ?? SignInPaths.Code;
        return null;
    }

    private ValueTask RefuseAsync(Guid accountId, string why) => audit.RecordAsync(
        new AuditEvent(AuditKind.SecondFactor, Succeeded: false)
        {
            AccountId = accountId, Method = "recovery_code", Detail = why,
        });
}
