using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Transport;

/// <summary>The same gateway over its own transport.</summary>
public sealed class SocketsFixture : GatewayFixture
{
    private protected override Dictionary<string, string?> Settings => new() { ["Mcp:Transport"] = "Sockets" };
}
