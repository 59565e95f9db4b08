using System.Globalization;
using System.Net;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Routing.Health;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

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
        HttpRequest = Http(server, options),
        LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
        HealthCheck = Health(server),
        // The client has the limit, and is made anew when this changes.
        Metadata = new Dictionary<string, string>
        {
            [BackendHttpClientFactory.Timeout] = server.Timeout.ToString("c", CultureInfo.InvariantCulture),
        },
    };

    private static ForwarderRequestConfig Http(McpServer server, McpOptions options)
    {
        // The engine's limit concerns silence in either direction, so it has to be the longest one: a stream's. The
        // inspection's own limit comes first, as it can still tell the caller.
        var http = new ForwarderRequestConfig { ActivityTimeout = options.StreamIdleTimeout + Grace };
        var isNegotiated = server.BackendUrls.All(url => url.Scheme == Uri.UriSchemeHttps);
        return !server.Options.Http2 || isNegotiated
            ? http
            : http with { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    /// <summary>
    /// When all of them are unhealthy, all of them get requests: the probe may be wrong, and the circuits know better.
    /// Passive checks are the circuits.
    /// </summary>
    private static HealthCheckConfig Health(McpServer server)
    {
        var health = server.Options.Health;
        return new HealthCheckConfig
        {
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Active = new ActiveHealthCheckConfig
            {
                Enabled = health.Enabled ?? (health.Path is not null || server.BackendUrls.Count > 1),
                Policy = ProbePolicy.PolicyName,
                Path = health.Path,
                Interval = health.Interval,
                Timeout = health.Timeout,
            },
        };
    }

    private sealed record ProxyConfig(
        IReadOnlyList<RouteConfig> Routes,
        IReadOnlyList<ClusterConfig> Clusters,
        IChangeToken ChangeToken) : IProxyConfig;
}
