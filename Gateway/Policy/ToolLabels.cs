using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Lists;

namespace McpAspire.Gateway.Policy;

/// <summary>What the operator calls a tool: <c>Mcp:Servers:{name}:Tools:{tool}:Labels</c>.</summary>
internal static class ToolLabels
{
    public static IReadOnlyList<string> Of(McpServer server, ListKind kind, string name) =>
        kind == ListKind.Tools && server.Options.Tools.TryGetValue(name, out var tool) ? tool.Labels : [];
}
