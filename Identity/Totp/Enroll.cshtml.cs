using McpAspire.Identity.Audit;
using McpAspire.Identity.Login;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Totp;

/// <summary>Enrols the first authenticator app. The secret belongs to this sign-in and is shown in no other.</summary>
internal sealed class EnrollPage(
    SignInFlow flow,
    Authenticators authenticators,
    TotpEnrolment enrolment,
    Regulator regulator,
    UserManager<Account> accounts,
    AuditLog audit) : SignInStepPage(flow, SignInPaths.Enrolment)
{
    public const string WrongCode =
        "That code does not match, or there were too many attempts. Check the clock of your phone, and wait for the "
        + "next code; if that does not match either, wait a few minutes.";

    [BindProperty]
    public string? Code { get; set; }

    public TotpPicture? Offer { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await EnterAsync() is { } elsewhere)
            return elsewhere;

        Offer = enrolment.Show(HttpContext, await OfferAsync(), Pending!.Account);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await EnterAsync() is { } elsewhere)
            return elsewhere;

        var offer = await OfferAsync();
        Offer = enrolment.Show(HttpContext, offer, Pending!.Account);
        if (TotpCode.Normalize(Code) is not { } code)
            return Again("Enter the digits that the app shows now.");

        var accountId = Pending.Account.Id;
        if (!await regulator.TryTakeAsync(HttpContext, SignInFactor.Totp, accountId.ToString()))
            return Again(WrongCode);
        if (!authenticators.IsCodeOf(offer, code))
        {
            await regulator.FailAsync(HttpContext, SignInFactor.Totp, accountId.ToString());
            return Again(WrongCode);
        }

        // Of several sign-ins that enrol at the same time one may renew the stamp, which ends the others: whoever else
        // knows the password does not keep a second factor of their own.
        var renewed = await accounts.UpdateSecurityStampAsync(Pending.Account);
        if (renewed.IsLostRace())
            return Redirect(SignInPaths.SignIn);

        renewed.ThrowIfFailed();
        if (!await authenticators.ConfirmAsync(offer, code, Authenticator.DefaultName, HttpContext.RequestAborted))
            return Again(WrongCode);

        await regulator.SucceedAsync(HttpContext, SignInFactor.Totp, accountId.ToString());
        await audit.RecordAsync(new AuditEvent(AuditKind.FactorAdded) { AccountId = accountId, Method = "totp" });
        return await GoOnAsync(SignInFlow.With(Pending, SignInMethods.Code));
    }

    /// <summary>
    /// The secret of this sign-in: the same after a reload, or what was scanned would be worth nothing.
    /// </summary>
    private async Task<Authenticator> OfferAsync()
    {
        var pending = Pending!;
        if (pending.Enrolment is { } id
            && await authenticators.FindOfferAsync(pending.Account.Id, id, HttpContext.RequestAborted) is { } known)
        {
            return known;
        }

        var offer = await authenticators.OfferAsync(
            pending.Account.Id, enrolment.Default, HttpContext.RequestAborted);
        await Flow.SaveAsync(HttpContext, pending with { Enrolment = offer.Id });
        return offer;
    }
}
