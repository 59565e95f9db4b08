using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// RFC 8628, section 3.3: asks whether a device may act for a person, each time anew. OpenIddict has validated the code
/// of the ticket when a request comes here.
/// </summary>
internal sealed class DeviceConsentPage(
    DeviceTickets tickets,
    DeviceGrants grants,
    IOpenIddictApplicationManager clients,
    UserManager<Account> accounts) : SignedInPage(accounts)
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;
    private const string Allow = "allow";

    [FromQuery(Name = DeviceTickets.Parameter)]
    public string? Ticket { get; set; }

    [BindProperty(Name = "decision")]
    public string? Decision { get; set; }

    public DeviceRequest Asked { get; private set; } = null!;

    public string ClientName { get; private set; } = string.Empty;

    public string Code { get; private set; } = string.Empty;

    /// <summary>Where the person is.</summary>
    public string Address => ClientAddress.Of(HttpContext);

    /// <summary>
    /// RFC 8628, section 5.4: a device that somebody else started is most often not where the person is.
    /// </summary>
    public bool IsElsewhere => Address != Asked.Address;

    private string? AuthorizationId { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await FindAsync()
            || await clients.FindByClientIdAsync(Asked.ClientId, HttpContext.RequestAborted) is not { } client)
        {
            return Expired();
        }

        ClientName = await clients.GetDisplayNameAsync(client, HttpContext.RequestAborted) is { Length: > 0 } name
            ? name
            : Asked.ClientId;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await FindAsync())
            return Expired();

        if (Decision != Allow)
        {
            await grants.DenyAsync(Asked, Account);
            return Forbid(Next("denied"), Scheme);
        }

        var granted = await grants.AllowAsync(Asked, Account, User, AuthorizationId);
        return SignIn(granted, Next("allowed"), Scheme);
    }

    private static AuthenticationProperties Next(string answer) =>
        new() { RedirectUri = DevicePaths.Done + QueryString.Create("answer", answer) };

    /// <summary>A request is shown to the person who typed its code and to nobody else.</summary>
    private async Task<bool> FindAsync()
    {
        var validated = await HttpContext.AuthenticateAsync(Scheme);
        if (tickets.Open(Ticket) is not { } ticket || ticket.AccountId != Account.Id
            || DeviceRequest.Read(validated.Principal) is not { } asked)
        {
            return false;
        }

        Asked = asked;
        Code = UserCodeText.Display(ticket.Code);
        AuthorizationId = validated.Principal!.GetAuthorizationId();
        return true;
    }

    private StatusCodeResult Expired() => StatusCode(StatusCodes.Status410Gone);
}
