using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream;

/// <summary>What a server said of itself in <c>server/discover</c> or <c>initialize</c>.</summary>
internal sealed record UpstreamDescription
{
    /// <summary>Whether it answers the requests of an era.</summary>
    public required bool IsLegacy { get; init; }

    /// <inheritdoc cref="IsLegacy"/>
    public required bool IsModern { get; init; }

    /// <summary>The object <c>capabilities</c>.</summary>
    public required ReadOnlyMemory<byte> Capabilities { get; init; }

    /// <summary>The object <c>serverInfo</c>; empty if it names none.</summary>
    public ReadOnlyMemory<byte> ServerInfo { get; init; }

    public string? Instructions { get; init; }

    public bool Speaks(McpEra era) => era == McpEra.Modern ? IsModern : IsLegacy;
}
