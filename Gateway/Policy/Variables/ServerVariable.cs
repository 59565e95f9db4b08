using McpAspire.Gateway.Cel.Values;
using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary><c>mcp.server</c>.</summary>
internal sealed class ServerVariable(McpServer server) : PolicyObject
{
    private static readonly string[] Names = ["name"];

    protected override ReadOnlySpan<string> Fields => Names;

    public override bool TryGet(string key, out CelValue value) =>
        key == "name" ? Is(server.Name, out value) : IsAbsent(out value);
}
