using System.Collections.Concurrent;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Routing.Health;
using McpAspire.Gateway.Sessions;
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
    Circuits circuits,
    CircuitBreaker breaker,
    StateSeal seal,
    ILogger<Upstreams> logger,
    ISharedState? shared = null) : IUpstreams, IHostedService, IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, UpstreamServer> _servers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<UpstreamServer, bool> _retired = new();
    private readonly DestinationChoice _choice = new(circuits);
    private ITimer? _upkeep;

    public IUpstream Of(McpServer server) =>
        _servers.TryGetValue(server.Name, out var known) && ReferenceEquals(known.Server, server)
            ? known
            : Find(server);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _upkeep = time.CreateTimer(_ => _ = SweepAsync(), null, SweepInterval, SweepInterval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _upkeep?.Dispose();

    private async Task SweepAsync()
    {
        foreach (var (name, known) in _servers)
        {
            if (catalogue.Find(name) is null && _servers.TryRemove(new(name, known)))
                _retired.TryAdd(known, true);
        }

        await Task.WhenAll(_servers.Values.Concat(_retired.Keys).Select(server => server.SweepAsync()));
        foreach (var server in _retired.Keys.Where(server => !server.HasSessions))
            _retired.TryRemove(server, out _);
    }

    private UpstreamServer Find(McpServer server)
    {
        // A request that began before a reload asks for what was; the proxy engine has only what is.
        var current = catalogue.Find(server.Name) ?? server;
        return _servers.AddOrUpdate(
            server.Name,
            _ => Create(current),
            (_, known) => ReferenceEquals(known.Server, current) || known.TryAdopt(current)
                ? known
                : Replace(known, current));
    }

    /// <summary>Who is at work with the old one finishes there; its sessions end when they have been idle.</summary>
    private UpstreamServer Replace(UpstreamServer known, McpServer current)
    {
        _retired.TryAdd(known, true);
        return Create(current);
    }

    private UpstreamServer Create(McpServer server)
    {
        var log = new UpstreamLog(server.Name, logger);
        var transport = new ServerTransport(server, proxies, _choice, breaker);
        var limits = new LegLimits(
            server.Timeout, options.Value.StreamIdleTimeout, options.Value.MaxResultBytes, time);
        var ids = new RequestIds();
        var modern = new ModernLeg(transport, ids, limits, log);
        var post = new SessionPost(transport, limits, log);
        var handshake = new LegacyHandshake(transport, post, ids, limits);
        var sessions = new LegacySessions(
            server.Name, handshake, transport, new SharedSessions(shared, seal, log), limits, log);
        var legacy = new LegacyLeg(sessions, transport, post, ids, limits, log);
        var detection = new EraDetection(server.Options.Era, modern, handshake, log);
        var listening = new ModernListening(transport, ids, limits, log);
        return new UpstreamServer(
            server, new DescriptionKeeper(detection, limits, log), modern, listening, legacy, sessions);
    }
}
