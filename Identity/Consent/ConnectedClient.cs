namespace McpAspire.Identity.Consent;

/// <summary>An application that a person let in, with what it got and how it uses that.</summary>
internal sealed record ConnectedClient(
    string ClientId,
    string Name,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Resources,
    DateTimeOffset FirstAt,
    ClientUse? Use);
