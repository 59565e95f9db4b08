using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Federation;

/// <summary>The views of the endpoints, of the configuration that counts now.</summary>
internal interface IServerViews
{
    /// <summary>All federated servers, behind <c>/mcp</c>.</summary>
    IServerView Federation { get; }

    /// <summary>One server under its own names, behind <c>/mcp/{server}</c>.</summary>
    IServerView Of(McpServer server);
}
