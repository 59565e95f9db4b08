namespace McpAspire.Identity.Sessions;

/// <summary>What is kept beside a ticket for the list of sessions.</summary>
internal sealed record SessionRecord(
    Guid AccountId,
    string Device,
    string? Address,
    DateTimeOffset SignedInAt,
    DateTimeOffset LastSeenAt,
    bool IsRemembered);
