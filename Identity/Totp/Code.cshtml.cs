using McpAspire.Identity.Login;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Totp;

/// <summary>The second factor: a code from an enrolled authenticator app.</summary>
internal sealed partial class CodePage(
    SignInFlow flow,
    Authenticators authenticators,
    AttemptLimit attempts,
    ILogger<CodePage> logger) : SignInStepPage(flow, SignInPaths.Code)
{
    public const string Factor = "totp";

    [BindProperty]
    public string? Code { get; set; }

    public async Task<IActionResult> OnGetAsync() => await EnterAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await EnterAsync() is { } elsewhere)
            return elsewhere;
        if (TotpCode.Normalize(Code) is not { } code)
            return Again("Enter the six digits that the app shows now.");

        var accountId = Pending!.Account.Id;
        if (!await attempts.TryTakeAsync(HttpContext, Factor, accountId.ToString())
            || !await attempts.TryTakeFromAnywhereAsync(Factor, accountId.ToString()))
        {
            LogTooMany(accountId);
            return AfterTooManyAttempts();
        }

        if (!await authenticators.RedeemAsync(accountId, code, HttpContext.RequestAborted))
        {
            LogRefused(accountId);
            return Again("That code is not valid, or it was used already. Wait for the next one.");
        }

        await attempts.ClearAsync(HttpContext, Factor, accountId.ToString());
        await attempts.GiveBackFromAnywhereAsync(Factor, accountId.ToString());
        return await GoOnAsync(SignInFlow.WithCode(Pending));
    }

    [LoggerMessage(LogLevel.Warning, "A code of account {AccountId} was refused: wrong or used")]
    private partial void LogRefused(Guid accountId);

    [LoggerMessage(LogLevel.Warning, "A code of account {AccountId} was refused: too many attempts")]
    private partial void LogTooMany(Guid accountId);
}
