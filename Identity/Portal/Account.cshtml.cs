using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Portal;

/// <summary>Who is signed in here, since when, and in which groups.</summary>
internal sealed class AccountPage(UserManager<Account> accounts) : SignedInPage(accounts)
{
    private readonly UserManager<Account> _accounts = accounts;

    public string UserName => Account.UserName ?? string.Empty;

    public DateTimeOffset SignedInAt => User.SignedInAt();

    public IReadOnlyList<string> Groups { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Groups = [.. await _accounts.GetRolesAsync(Account)];
    }
}
