namespace McpAspire.Gateway.Protocol;

/// <summary>Revisions are dates, so that their ordinal order is their order in time.</summary>
internal static class ProtocolVersion
{
    public const string Modern = "2026-07-28";

    public static McpEra EraOf(string? version) =>
        version is { Length: 10 } && string.CompareOrdinal(version, Modern) >= 0 ? McpEra.Modern : McpEra.Legacy;
}
