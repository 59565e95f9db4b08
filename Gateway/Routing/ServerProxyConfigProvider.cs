using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace McpAspire.Gateway.Routing;

/// <summary>
/// A route and a cluster for each configured server. Clusters, and not forwarding to an address, because health
/// checks, balancing and affinity are theirs.
/// </summary>
internal sealed class ServerProxyConfigProvider(McpServerCatalogue catalogue, IOptions<McpOptions> options)
    : IProxyConfigProvider
{
    private readonly ProxyConfig _config = new(
        [.. catalogue.Servers.Select(Route)],
        [.. catalogue.Servers.Select(server => Cluster(server, options.Value))]);

    public IProxyConfig GetConfig() => _config;

    private static RouteConfig Route(McpServer server) => new()
    {
        RouteId = server.Name,
        ClusterId = server.Name,
        Match = new RouteMatch { Path = McpServerCatalogue.PathPrefix + server.Name },
    };

    private static ClusterConfig Cluster(McpServer server, McpOptions options) => new()
    {
        ClusterId = server.Name,
        Destinations = new Dictionary<string, DestinationConfig>
        {
            [server.Name] = new() { Address = server.BackendUrl.AbsoluteUri },
        },
        // The engine's limit concerns silence in either direction, so it has to be the longest one: a stream's.
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = options.StreamIdleTimeout },
    };

    private sealed record ProxyConfig(IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters)
        : IProxyConfig
    {
        public IChangeToken ChangeToken { get; } = new CancellationChangeToken(CancellationToken.None);
    }
}
