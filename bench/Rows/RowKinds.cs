namespace McpAspire.Bench.Rows;

/// <summary>All rows, in the order of the table.</summary>
internal static class RowKinds
{
    public static IReadOnlyList<RowKind> All { get; } =
    [
        new("direct", PlainRows.DirectAsync),
        new("nginx", PlainRows.NginxAsync),
        new(Row.BareYarp, PlainRows.YarpAsync),
        new("YARP over sockets", PlainRows.SocketsAsync) { IsOnlyByName = true },
        new("pass-through", GatewayRows.PassThroughAsync),
        new("pass-through over sockets", GatewayRows.OverSocketsAsync) { IsOnlyByName = true },
        new("federation", GatewayRows.FederationAsync),
        new("mcp-proxy", PeerRows.McpProxyAsync),
        new("supergateway", PeerRows.SupergatewayAsync),
        new("mcp-hub", PeerRows.McpHubAsync),
    ];
}
