using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Upstream;

/// <summary>The upstream leg of each configured server; the same object until its configuration changes.</summary>
internal interface IUpstreams
{
    IUpstream Of(McpServer server);
}
