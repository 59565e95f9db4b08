using McpAspire.Identity.Audit;
using McpAspire.Identity.Factors;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Totp;

/// <summary>Adds a further authenticator app, with the parameters that a person may choose.</summary>
internal sealed class AddPage(
    Authenticators authenticators,
    TotpEnrolment enrolment,
    IOptions<TotpOptions> options,
    Regulator regulator,
    AuditLog audit,
    UserManager<Account> accounts,
    TimeProvider clock) : ElevatedPage(accounts, clock)
{
    [BindProperty(SupportsGet = true)]
    public TotpAlgorithm? Algorithm { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Digits { get; set; }

    [BindProperty]
    public Guid OfferId { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public TotpOptions Options => options.Value;

    public bool HasChoice => Options.Algorithms.Count > 1 || Options.DigitChoices.Count > 1;

    public TotpPicture? Offer { get; private set; }

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await OfferAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await authenticators.FindOfferAsync(Account.Id, OfferId, HttpContext.RequestAborted) is not { } offer)
        {
            await OfferAsync();
            return Again("That picture is no longer valid. Scan the new one.");
        }

        Show(offer);
        if (TotpCode.Normalize(Code) is not { } code)
            return Again("Enter the digits that the app shows now.");

        var subject = Account.Id.ToString();
        if (!await regulator.TryTakeAsync(HttpContext, SignInFactor.Totp, subject))
            return Again(EnrollPage.WrongCode);

        var name = FactorName.Of(Name, Authenticator.DefaultName);
        if (!await authenticators.ConfirmAsync(offer, code, name, HttpContext.RequestAborted))
        {
            await regulator.FailAsync(HttpContext, SignInFactor.Totp, subject);
            return Again(EnrollPage.WrongCode);
        }

        await regulator.SucceedAsync(HttpContext, SignInFactor.Totp, subject);
        await audit.RecordAsync(new AuditEvent(AuditKind.FactorAdded)
        {
            AccountId = Account.Id, Method = "totp", Detail = name,
        });
        return Redirect(SecurityPage.Path);
    }

    /// <summary>A choice that is not offered counts as none.</summary>
    private async Task OfferAsync()
    {
        var usual = enrolment.Default;
        Algorithm = Algorithm is { } algorithm && Options.Algorithms.Contains(algorithm) ? algorithm : usual.Algorithm;
        Digits = Digits is { } digits && Options.DigitChoices.Contains(digits) ? digits : usual.Digits;
        var parameters = usual with { Algorithm = Algorithm.Value, Digits = Digits.Value };
        Show(await authenticators.OfferAsync(Account.Id, parameters, HttpContext.RequestAborted));
    }

    private void Show(Authenticator offer)
    {
        (OfferId, Algorithm, Digits) = (offer.Id, offer.Algorithm, offer.Digits);
        ModelState.Clear();
        Offer = enrolment.Show(HttpContext, offer, Account);
    }

    private IActionResult Again(string problem)
    {
        Problem = problem;
        return Page();
    }
}
