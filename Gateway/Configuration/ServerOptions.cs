namespace McpAspire.Gateway.Configuration;

/// <summary>One entry of <c>Mcp:Servers</c>.</summary>
internal sealed record ServerOptions
{
    /// <summary>The server's MCP endpoint; the host may be a service-discovery name.</summary>
    public string? Url { get; init; }
}
