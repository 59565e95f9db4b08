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
    public IProxyConfig GetConfig()
    {
        // The token first: a change between the two is then seen once too often, not once too rarely.
        var changed = catalogue.GetChangeToken();
        var servers = catalogue.Servers;
        return new ProxyConfig(
            [.. servers.Select(Route)], [.. servers.Select(server => Cluster(server, options.Value))], changed);
    }

    private static RouteConfig Route(McpServer server) => new()
    {
        RouteId = server.Name,
        ClusterId = server.Name,
        Match = new RouteMatch { Path = McpServerCatalogue.PathPrefix + server.Name },
    };

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private static ClusterConfig Cluster(McpServer server, McpOptions options) => new()
    {
        ClusterId = server.Name,
        Destinations = server.BackendUrls.ToDictionary(
            url => url.AbsoluteUri,
            url => new DestinationConfig { Address = url.AbsoluteUri },
            StringComparer.Ordinal),
        // The engine's limit concerns silence in either direction, so it has to be the longest one: a stream's. The
        // inspection's own limit comes first, as it can still tell the caller.
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = options.StreamIdleTimeout + Grace },
    };

    private sealed record ProxyConfig(
        IReadOnlyList<RouteConfig> Routes,
        IReadOnlyList<ClusterConfig> Clusters,
        IChangeToken ChangeToken) : IProxyConfig;
}
