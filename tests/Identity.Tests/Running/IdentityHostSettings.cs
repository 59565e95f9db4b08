using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Running;

/// <summary>How a host differs from the usual one.</summary>
internal sealed record IdentityHostSettings
{
    public string Origin { get; init; } = "http://localhost:9091";

    public IReadOnlyDictionary<string, string?> Extra { get; init; } = new Dictionary<string, string?>();

    /// <summary>A Redis that somebody else started and stops.</summary>
    public RedisServer? Redis { get; init; }

    /// <summary>A database in place of the SQLite file.</summary>
    public string? Database { get; init; }

    /// <summary>A folder that somebody else made and deletes, with database and keys.</summary>
    public string? Directory { get; init; }
}
