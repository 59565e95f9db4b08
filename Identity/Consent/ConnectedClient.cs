using McpAspire.Identity.Clients.Documents;

namespace McpAspire.Identity.Consent;

/// <summary>An application that a person let in, with what it got and how it uses that.</summary>
internal sealed record ConnectedClient(
    string ClientId,
    string Name,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Resources,
    DateTimeOffset FirstAt,
    ClientUse? Use)
{
    /// <summary>The host of the document that describes it.</summary>
    public string? DescribedAt => DocumentAddress.HostOf(ClientId);
}
