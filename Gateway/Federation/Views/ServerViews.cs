using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Changes;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Upstream;
using Microsoft.Extensions.Primitives;

namespace McpAspire.Gateway.Federation.Views;

/// <summary>Makes the views of a configuration once, and keeps them until another one counts.</summary>
internal sealed class ServerViews : IServerViews, IServerDefinitions, IDisposable
{
    private readonly Lock _gate = new();
    private readonly McpServerCatalogue _catalogue;
    private readonly IUpstreams _upstreams;
    private readonly TaskIds _taskIds;
    private readonly ListSettings _settings;
    private readonly ListTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ListChanges _changes;
    private readonly IDisposable _reloads;
    private volatile Made? _made;

    public ServerViews(
        McpServerCatalogue catalogue,
        IUpstreams upstreams,
        TaskIds taskIds,
        ListSettings settings,
        ListTelemetry telemetry,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        (_catalogue, _upstreams, _taskIds, _settings) = (catalogue, upstreams, taskIds, settings);
        (_telemetry, _time, _loggers) = (telemetry, time, loggers);
        _changes = new ListChanges(time);
        _reloads = ChangeToken.OnChange(catalogue.GetChangeToken, Reload);
    }

    public IServerView Federation => Current.Federation;

    private Made Current => _made is { } made && ReferenceEquals(made.Servers, _catalogue.Current) ? made : Renew();

    public IServerView Of(McpServer server) =>
        Current.Single.GetValueOrDefault(server.Name) is { } view && ReferenceEquals(view.Endpoint, server)
            ? view
            // The request began under a configuration that no longer counts, and ends under it.
            : Single(server);

    public ValueTask<ServerDefinition?> FindAsync(
        McpServer server, ListKind kind, string key, CancellationToken cancellationToken)
    {
        if (ListOf(server, kind) is not { } list)
            return ValueTask.FromResult<ServerDefinition?>(null);

        return list.Glance() is { Failure: null, List: { } known } && known.ItemOf(key) is { } item
            ? ValueTask.FromResult<ServerDefinition?>(new ServerDefinition(IsListed: true, item.Json))
            : FindNewAsync(list, key, cancellationToken);
    }

    public void Dispose()
    {
        _reloads.Dispose();
        _made?.End.Cancel();
    }

    public async ValueTask LookAgainAsync(McpServer server, ListKind kind, CancellationToken cancellationToken)
    {
        if (ListOf(server, kind) is { } list)
            await list.NewerAsync(cancellationToken);
    }

    /// <summary>Of a configuration that no longer counts nothing is known any more; the request ends without.</summary>
    private CachedList? ListOf(McpServer server, ListKind kind) =>
        Current.Lists.GetValueOrDefault(server.Name) is { } lists && ReferenceEquals(lists.Server, server)
            ? lists.Of(kind)
            : null;

    private static async ValueTask<ServerDefinition?> FindNewAsync(
        CachedList list, string key, CancellationToken cancellationToken)
    {
        var state = await list.NewerAsync(cancellationToken);
        if (state.Shown is not { } shown)
            return null;

        return shown.ItemOf(key) is { } item ? new ServerDefinition(IsListed: true, item.Json) : new ServerDefinition();
    }

    private void Reload()
    {
        Renew();
        foreach (var kind in ListKind.All)
            _changes.Publish(kind);
    }

    private Made Renew()
    {
        lock (_gate)
        {
            var servers = _catalogue.Current;
            if (_made is { } made && ReferenceEquals(made.Servers, servers))
                return made;

            // Requests on their way keep their view; nobody listens for it any more.
            _made?.End.Cancel();
            return _made = Make(servers);
        }
    }

    private Made Make(McpServers servers)
    {
        var end = new CancellationTokenSource();
        var all = servers.All.ToDictionary(
            server => server.Name, server => Lists(server, end.Token), StringComparer.Ordinal);
        var federated = all.Values
            .Where(lists => lists.Server.Options.Federated)
            .OrderBy(lists => lists.Server.Prefix, StringComparer.Ordinal)
            .ToArray();
        return new Made(
            servers,
            new FederationView(_catalogue.Federation, federated, _upstreams, _taskIds, _changes, _settings, _time),
            servers.All.ToDictionary(server => server.Name, Single, StringComparer.Ordinal),
            all,
            end);
    }

    private ServerView Single(McpServer server) =>
        new(server, _upstreams.Of(server), _time, _loggers.CreateLogger<ListWatch>());

    private ServerLists Lists(McpServer server, CancellationToken end)
    {
        var upstream = _upstreams.Of(server);
        var reader = new ListReader(server, upstream);
        var log = new ListLog(server.Name, _telemetry, _loggers.CreateLogger<ListLog>());
        return new ServerLists(
            server,
            kind => new CachedList(kind, reader, log, _changes.Publish, _settings.Timeout, _time),
            lists => Watch(server, upstream, kind => _ = lists.Of(kind).OutdateAsync(), end));
    }

    /// <summary>For everybody, and longer than the request that was the first: nothing of that one goes with it.</summary>
    private void Watch(McpServer server, IUpstream upstream, Action<ListKind> changed, CancellationToken end)
    {
        var watch = new ListWatch(server, upstream, changed, _time, _loggers.CreateLogger<ListWatch>());
        using var nobody = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _ = Task.Run(() => watch.RunAsync(end), CancellationToken.None);
    }

    private sealed record Made(
        McpServers Servers,
        FederationView Federation,
        Dictionary<string, ServerView> Single,
        Dictionary<string, ServerLists> Lists,
        CancellationTokenSource End);
}
