using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Administration;

/// <summary>Everybody who has an account.</summary>
internal sealed class UsersPage(UserManager<Account> accounts, TimeProvider clock, AccountDirectory directory)
    : AdministratorPage(accounts, clock)
{
    [BindProperty(SupportsGet = true, Name = "search")]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true, Name = "page-number")]
    public int PageNumber { get; set; }

    public AccountPage Found { get; private set; } = new([], HasMore: false);

    public async Task OnGetAsync()
    {
        PageNumber = Math.Max(0, PageNumber);
        Found = await directory.ListAsync(Search, PageNumber, Cancellation);
    }

    public string AddressOf(int page) => "/admin/users" + QueryString
        .Create("search", Search ?? string.Empty).Add("page-number", $"{page}");
}
