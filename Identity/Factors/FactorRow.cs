namespace McpAspire.Identity.Factors;

/// <summary>A second factor as the list shows it.</summary>
internal sealed record FactorRow(
    string Kind, string Id, string Name, string Description, DateTimeOffset AddedAt, DateTimeOffset? LastUsedAt);
