using System.Collections.Frozen;

namespace McpAspire.Everything.Protocol;

/// <summary>The revisions of the protocol that this server speaks, by era.</summary>
internal static class ProtocolVersions
{
    public const string Header = "MCP-Protocol-Version";

    /// <summary>Revisions whose every request carries its own metadata; <c>server/discover</c> lists these.</summary>
    public static readonly string[] Modern = ["2026-07-28"];

    /// <summary>Revisions that begin with <c>initialize</c>.</summary>
    public static readonly string[] Legacy = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

    private static readonly FrozenSet<string> Known = Modern.Concat(Legacy).ToFrozenSet(StringComparer.Ordinal);

    public static bool IsKnown(string version) => Known.Contains(version);
}
