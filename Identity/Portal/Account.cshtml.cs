using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace McpAspire.Identity.Portal;

/// <summary>Who is signed in here, since when, and in which groups.</summary>
[Authorize(AuthenticationSchemes = SessionSchemes.Session)]
internal sealed class AccountPage(UserManager<Account> accounts) : PageModel
{
    public string UserName { get; private set; } = string.Empty;

    public DateTimeOffset SignedInAt { get; private set; }

    public IReadOnlyList<string> Groups { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var account = await accounts.FindByIdAsync(User.AccountId().ToString())
            ?? throw new InvalidOperationException("A valid session belongs to no account.");
        UserName = account.UserName ?? string.Empty;
        SignedInAt = User.SignedInAt();
        Groups = [.. await accounts.GetRolesAsync(account)];
    }
}
