using McpAspire.Identity.Clients;
using McpAspire.Identity.Clients.Administration;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Administration;

/// <summary>The applications that may ask people for access.</summary>
internal sealed class ClientsPage(UserManager<Account> accounts, TimeProvider clock, ClientAdministration clients)
    : AdministratorPage(accounts, clock)
{
    public IReadOnlyList<ClientInfo> Clients { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Clients = await clients.ListAsync(Cancellation);
    }

    public static string Describe(ClientOrigin origin) => origin switch
    {
        ClientOrigin.Configured => "Stands in the configuration",
        ClientOrigin.Metadata => "Described by its own document",
        ClientOrigin.Registered => "Introduced itself",
        _ => "Added by an administrator",
    };

    /// <summary>The short name of a grant; those of extensions are addresses, of which the end tells.</summary>
    public static string NameOf(string grant) =>
        grant[(grant.LastIndexOf(':') + 1)..].Replace('_', ' ').Replace('-', ' ');

    /// <summary>Where answers go: what a person knows an application by.</summary>
    public static IEnumerable<string> HostsOf(ClientInfo client) => client.RedirectUris
        .Select(uri => Uri.TryCreate(uri, UriKind.Absolute, out var parsed)
            ? parsed.Scheme is "http" or "https" ? parsed.Host : parsed.Scheme + ":"
            : "an address that cannot be read")
        .Distinct(StringComparer.OrdinalIgnoreCase);
}
