namespace McpAspire.Bench.Workloads;

/// <summary>What is sent to each row, and how.</summary>
/// <param name="Name">The name in tables and on the command line.</param>
/// <param name="Call">The request.</param>
/// <param name="Connections">How many connections, each with one request at a time.</param>
internal sealed record Workload(string Name, McpCall Call, int Connections = Workload.MostConnections)
{
    public const int MostConnections = 64;

    /// <summary>So many a second at random distances; null for as many as there can be.</summary>
    public int? PerSecond { get; init; }

    /// <summary>A new connection for each request.</summary>
    public bool Reconnects { get; init; }

    /// <summary>Whether it is of use to measure servers that reach a tenth of the others.</summary>
    public bool IsForPeers { get; init; }

    public static IReadOnlyList<Workload> All { get; } =
    [
        new("call", McpCall.Echo) { IsForPeers = true },
        new("call-360/s", McpCall.Echo) { PerSecond = 360, IsForPeers = true },
        new("call-2000/s", McpCall.Echo) { PerSecond = 2000 },
        new("call-100KB", McpCall.Kilobytes100) { IsForPeers = true },
        new("stream-100-events", McpCall.Events, 16),
        new("list-200-tools", McpCall.List) { IsForPeers = true },
        new("churn", McpCall.Echo, 16) { Reconnects = true },
    ];
}
