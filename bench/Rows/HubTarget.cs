using System.Net;
using McpAspire.Bench.Wire;
using McpAspire.Bench.Workloads;

namespace McpAspire.Bench.Rows;

/// <summary>The REST interface of mcp-hub, which knows no ids.</summary>
internal sealed record HubTarget(int Port) : ITarget
{
    public const string Server = "fixed";

    public IPEndPoint Address { get; } = new(IPAddress.Loopback, Port);

    public RequestBytes? Request(McpCall call, int connection) => call.Tool is null
        ? null
        : new RequestBytes(
            $"POST /api/servers/tools HTTP/1.1\r\nHost: localhost:{Port}\r\nContent-Type: application/json\r\n",
            $$$"""{"server_name":"{{{Server}}}","tool":"{{{call.Tool}}}","arguments":{"text":"the quick brown fox"}}""",
            expected: "quick brown fox");
}
