using McpAspire.Identity.Audit;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// RFC 8628, section 3.3: somebody who is signed in types the code. A link may bring it along, and has then filled in
/// the form and done no more: the code is not even looked up before the form is sent.
/// </summary>
internal sealed class EntryPage(
    UserCodes codes,
    UserCodeLimit limit,
    DeviceTickets tickets,
    AuditLog audit,
    UserManager<Account> accounts) : SignedInPage(accounts)
{
    [BindProperty(Name = "Code")]
    public string? Typed { get; set; }

    [BindProperty(SupportsGet = true, Name = DevicePaths.CodeParameter)]
    public string? Brought { get; set; }

    /// <summary>What the field holds.</summary>
    public string? Shown { get; private set; }

    /// <summary>What went wrong, in words for the person.</summary>
    public string? Problem { get; private set; }

    public void OnGet() => Shown = UserCodeText.Normalize(Brought) is { } code ? UserCodeText.Display(code) : null;

    public async Task<IActionResult> OnPostAsync()
    {
        Shown = Typed;
        if (UserCodeText.Normalize(Typed) is not { } code)
            return Again("A code has eight letters, and no vowels. Look at your device again.");

        if (!await limit.TryTakeAsync(HttpContext, Account.Id))
        {
            await RefuseAsync("too many codes");
            return Again(
                "Too many attempts. Wait ten minutes, then let your device ask for a new code.",
                StatusCodes.Status429TooManyRequests);
        }

        if (!await codes.AwaitsAnswerAsync(code, HttpContext.RequestAborted))
        {
            await RefuseAsync("no such code");
            return Again("That code is not valid, or it has expired. Let your device ask for a new one.");
        }

        return Redirect(
            DevicePaths.Consent + QueryString.Create(DeviceTickets.Parameter, tickets.Seal(Account.Id, code)));
    }

    private PageResult Again(string problem, int status = StatusCodes.Status200OK)
    {
        Problem = problem;
        Response.StatusCode = status;
        return Page();
    }

    private ValueTask RefuseAsync(string why) => audit.RecordAsync(new AuditEvent(AuditKind.Consent, Succeeded: false)
    {
        AccountId = Account.Id, Method = GrantTypes.DeviceCode, Detail = why,
    });
}
