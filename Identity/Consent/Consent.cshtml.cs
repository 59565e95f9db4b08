using McpAspire.Identity.Audit;
using McpAspire.Identity.Clients.Documents;
using McpAspire.Identity.OAuth;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Consent;

/// <summary>Asks a person whether a client may act for them.</summary>
internal sealed class ConsentPage(
    ConsentTickets tickets,
    RememberedConsents remembered,
    IOpenIddictApplicationManager clients,
    UserManager<Account> accounts,
    AuditLog audit) : PageModel
{
    public const string Path = "/consent";
    private const string Allow = "allow";

    [BindProperty(SupportsGet = true, Name = "request")]
    public string? RequestId { get; set; }

    [BindProperty(Name = "decision")]
    public string? Decision { get; set; }

    public string UserName { get; private set; } = string.Empty;

    public string ClientName { get; private set; } = string.Empty;

    /// <summary>Where the client is described, if it is by a document: the one thing that it cannot make up.</summary>
    public string? ClientHost { get; private set; }

    public string RedirectHost { get; private set; } = string.Empty;

    /// <summary>The answer goes to a program on the person's own machine, where any program may be listening.</summary>
    public bool IsLoopback { get; private set; }

    public bool IsApp { get; private set; }

    /// <summary>For how many days the same is not asked again.</summary>
    public int RememberedDays { get; private set; }

    public IReadOnlyList<string> Permissions { get; private set; } = [];

    public IReadOnlyList<string> Resources { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync() =>
        await FindAsync() is { } asked ? await ShowAsync(asked) : Expired();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await FindAsync() is not { } asked)
            return Expired();

        var decision = Decision == Allow ? ConsentDecision.Allowed : ConsentDecision.Denied;
        var next = await tickets.AnswerAsync(RequestId!, decision);
        if (next is null)
            return Expired();

        if (decision == ConsentDecision.Allowed)
            await remembered.KeepAsync(asked, HttpContext.RequestAborted);
        await audit.RecordAsync(new AuditEvent(AuditKind.Consent, decision == ConsentDecision.Allowed)
        {
            AccountId = asked.AccountId, ClientId = asked.ClientId,
        });
        return Redirect(next);
    }

    /// <summary>A request is shown to the person who made it and to nobody else.</summary>
    private async Task<ConsentRequest?> FindAsync()
    {
        var session = await HttpContext.AuthenticateAsync(SessionSchemes.Session);
        if (!session.Succeeded || string.IsNullOrEmpty(RequestId))
            return null;

        var asked = await tickets.FindAsync(RequestId);
        return asked?.AccountId == session.Principal.AccountId() ? asked : null;
    }

    private async Task<IActionResult> ShowAsync(ConsentRequest asked)
    {
        if (await clients.FindByClientIdAsync(asked.ClientId, HttpContext.RequestAborted) is not { } client)
            return Expired();

        var redirect = new Uri(asked.RedirectUri);
        ContentPolicy.Of(HttpContext).AllowFormRedirectTo(redirect);
        ClientName = await clients.GetDisplayNameAsync(client, HttpContext.RequestAborted) is { Length: > 0 } name
            ? name
            : asked.ClientId;
        ClientHost = DocumentAddress.HostOf(asked.ClientId);
        IsApp = redirect.Scheme is not ("http" or "https");
        IsLoopback = !IsApp && redirect.IsLoopback;
        RedirectHost = IsApp ? redirect.GetLeftPart(UriPartial.Authority) : redirect.Authority;
        UserName = (await accounts.FindByIdAsync(asked.AccountId.ToString()))?.UserName ?? string.Empty;
        Permissions = [.. asked.Scopes.Select(ScopeCatalog.Describe)];
        Resources = asked.Resources;
        RememberedDays = (int)remembered.LifetimeFor(asked.RedirectUri).TotalDays;
        return Page();
    }

    private StatusCodeResult Expired() => StatusCode(StatusCodes.Status410Gone);
}
