using System.Diagnostics.Metrics;
using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>Counts how often lists are read, and how that ends.</summary>
internal sealed class ListTelemetry(IMeterFactory meters)
{
    private readonly Counter<long> _reads = meters.Create(GatewayTelemetry.Name).CreateCounter<long>(
        "mcpaspire.gateway.lists", "{list}", "Lists read for the federation, by server, list and outcome");

    public void Read(string server, ListKind kind, string outcome) => _reads.Add(
        1,
        new KeyValuePair<string, object?>("mcp.server", server),
        new KeyValuePair<string, object?>("mcp.method.name", kind.Method),
        new KeyValuePair<string, object?>("outcome", outcome));
}
