namespace McpAspire.Identity.Users.Accounts;

/// <summary>An account in a list.</summary>
internal sealed record AccountSummary(
    Guid Id,
    string Name,
    string? DisplayName,
    string? Email,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DisabledAt,
    IReadOnlyList<string> Groups);
