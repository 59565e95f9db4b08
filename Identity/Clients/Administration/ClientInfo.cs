namespace McpAspire.Identity.Clients.Administration;

/// <summary>A client as an administrator sees it in a list.</summary>
internal sealed record ClientInfo(
    string Id,
    string? Name,
    ClientOrigin Origin,
    bool IsPublic,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> Grants,
    DateTimeOffset? RegisteredAt,
    DateTimeOffset? LastUsedAt);
