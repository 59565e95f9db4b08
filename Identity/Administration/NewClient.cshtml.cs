using McpAspire.Identity.Clients.Administration;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Administration;

/// <summary>Adds a client, and tells its secret, if it has one.</summary>
internal sealed class NewClientPage(
    UserManager<Account> accounts,
    TimeProvider clock,
    ClientAdministration clients) : AdministratorPage(accounts, clock)
{
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>Addresses with spaces or line breaks between.</summary>
    [BindProperty]
    public string? Addresses { get; set; }

    [BindProperty]
    public bool IsConfidential { get; set; }

    [BindProperty]
    public string? Scopes { get; set; }

    public AddedClient? Added { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var addresses = FormText.Words(Addresses);
        if (addresses.Count == 0 && !IsConfidential)
        {
            Problem = "Give a redirect address. Only a client that can keep a secret may act for itself, without one.";
            return Page();
        }

        var added = await clients.AddAsync(
            new NewClient(FormText.Of(Name) ?? string.Empty)
            {
                RedirectUris = addresses,
                IsPublic = !IsConfidential,
                Scopes = FormText.Words(Scopes),
            },
            Account.Id,
            Cancellation);
        if (added.Problems.Count > 0)
            Problem = string.Join(' ', added.Problems);
        else
            Added = added;
        return Page();
    }
}
