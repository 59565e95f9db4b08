using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Mail.Address;

/// <summary>Where people say which address they are reached at when they forget their password.</summary>
internal sealed class AddressPage(AddressChange change, UserManager<Account> accounts, TimeProvider clock)
    : ElevatedPage(accounts, clock)
{
    public const string Path = "/security/mail";

    [BindProperty]
    public string? Email { get; set; }

    public bool IsOn => change.IsOn;

    public bool IsAsked { get; private set; }

    public string? Problem { get; private set; }

    public async Task OnPostAsync()
    {
        if (!IsOn)
            return;

        var address = Email?.Trim() ?? string.Empty;
        Problem = AccountDetails.EmailProblemOf(address) ?? await change.AskAsync(HttpContext, Account, address);
        IsAsked = Problem is null;
    }
}
