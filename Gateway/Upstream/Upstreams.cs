using System.Collections.Concurrent;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Upstream.Detection;
using McpAspire.Gateway.Upstream.Legacy;
using McpAspire.Gateway.Upstream.Modern;
using McpAspire.Gateway.Upstream.Transport;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy;

namespace McpAspire.Gateway.Upstream;

/// <summary>Makes the legs of each server, and makes them anew when its configuration has become another one.</summary>
internal sealed class Upstreams(
    McpServerCatalogue catalogue,
    IProxyStateLookup proxies,
    IOptions<McpOptions> options,
    TimeProvider time,
    ILogger<Upstreams> logger,
    IDestinationReports? reports = null) : IUpstreams
{
    private readonly ConcurrentDictionary<string, UpstreamServer> _servers = new(StringComparer.Ordinal);

    public IUpstream Of(McpServer server) =>
        _servers.TryGetValue(server.Name, out var known) && ReferenceEquals(known.Server, server)
            ? known
            : Find(server);

    private UpstreamServer Find(McpServer server)
    {
        // A request that began before a reload asks for what was; the proxy engine has only what is.
        var current = catalogue.Find(server.Name) ?? server;
        return _servers.AddOrUpdate(
            server.Name,
            _ => Create(current),
            (_, known) => ReferenceEquals(known.Server, current) || known.TryAdopt(current) ? known : Create(current));
    }

    private UpstreamServer Create(McpServer server)
    {
        var transport = new ServerTransport(server.Name, proxies, reports);
        var limits = new LegLimits(server.Timeout, options.Value.MaxResultBytes, time);
        var log = new UpstreamLog(server.Name, logger);
        var ids = new RequestIds();
        var modern = new ModernLeg(transport, ids, limits, log);
        var handshake = new LegacyHandshake(transport, ids, limits);
        var detection = new EraDetection(server.Options.Era, modern, handshake, log);
        return new UpstreamServer(server, new DescriptionKeeper(detection, limits, log), modern);
    }
}
