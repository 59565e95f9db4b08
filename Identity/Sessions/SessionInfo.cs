namespace McpAspire.Identity.Sessions;

/// <summary>What people are told about a session. The public id names it and opens nothing.</summary>
internal sealed record SessionInfo(
    string PublicId,
    Guid AccountId,
    string Device,
    string? Address,
    DateTimeOffset SignedInAt,
    DateTimeOffset LastSeenAt,
    bool IsRemembered);
