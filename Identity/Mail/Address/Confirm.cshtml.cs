using McpAspire.Identity.Factors;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Mail.Address;

/// <summary>Where the link to a new address leads, for whoever asked for it and is still signed in.</summary>
internal sealed class ConfirmPage(AddressChange change, UserManager<Account> accounts, TimeProvider clock)
    : ElevatedPage(accounts, clock)
{
    public const string Path = "/security/mail/confirm";

    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>The new address; none if the link no longer works.</summary>
    public string? Email { get; private set; }

    public static string AddressOf(string token) => Path + QueryString.Create("token", token);

    public async Task OnGetAsync()
    {
        Email = await change.FindAsync(HttpContext, Account, Token);
        if (Email is null)
            Response.StatusCode = StatusCodes.Status410Gone;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await change.TryConfirmAsync(HttpContext, Account, Token))
            return Redirect(SecurityPage.Path);

        Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }
}
