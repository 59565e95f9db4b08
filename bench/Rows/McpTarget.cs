using System.Net;
using McpAspire.Bench.Wire;
using McpAspire.Bench.Workloads;

namespace McpAspire.Bench.Rows;

/// <summary>A Streamable HTTP endpoint, spoken to in the modern era unless it has sessions.</summary>
internal sealed record McpTarget(int Port) : ITarget
{
    private const string Text = "the quick brown fox jumps over the lazy dog";

    /// <summary>Without which a legacy client says nothing.</summary>
    public const string LegacyVersion = "2025-11-25";

    private const string ModernVersion = "2026-07-28";

    private const string Meta =
        $$$"""
        "_meta":{"io.modelcontextprotocol/protocolVersion":"{{{ModernVersion}}}","io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1"},"io.modelcontextprotocol/clientCapabilities":{},"progressToken":"p"}
        """;

    public IPEndPoint Address { get; } = new(IPAddress.Loopback, Port);

    public string Path { get; init; } = "/mcp";

    /// <summary>The access token, where one is asked for.</summary>
    public string? Token { get; init; }

    /// <summary>What stands before the backend's names of tools.</summary>
    public string ToolPrefix { get; init; } = "";

    /// <summary>Sessions of legacy clients, shared out among the connections.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    public RequestBytes? Request(McpCall call, int connection)
    {
        var isLegacy = Sessions.Count > 0;
        var tool = ToolPrefix + call.Tool;
        var parameters = (call.Tool is null ? "" : $$"""
            "name":"{{tool}}","arguments":{"text":"{{Text}}"}{{(isLegacy ? "" : ",")}}
            """) + (isLegacy ? "" : Meta);
        var head = isLegacy
            ? $"MCP-Protocol-Version: {LegacyVersion}\r\nMcp-Session-Id: {Sessions[connection % Sessions.Count]}\r\n"
            : $"MCP-Protocol-Version: {ModernVersion}\r\nMcp-Method: {call.Method}\r\n"
                + (call.Tool is null ? "" : $"Mcp-Name: {tool}\r\n");
        return new RequestBytes(
            Head("POST", head),
            $$$"""{"jsonrpc":"2.0","id":{{{RequestBytes.IdMark}}},"method":"{{{call.Method}}}","params":{{{{parameters}}}}}""");
    }

    /// <summary>The lines in front of Content-Length.</summary>
    public string Head(string method, string headers) =>
        $"{method} {Path} HTTP/1.1\r\nHost: localhost:{Port}\r\nContent-Type: application/json\r\n"
        + $"Accept: application/json, text/event-stream\r\n{headers}"
        + (Token is null ? "" : $"Authorization: Bearer {Token}\r\n");
}
