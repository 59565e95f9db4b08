using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Changes;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Federation.Results;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Federation.Views;

/// <summary>All federated servers under names that say whose they are.</summary>
internal sealed class FederationView(
    McpServer endpoint,
    IReadOnlyList<ServerLists> servers,
    IUpstreams upstreams,
    TaskIds taskIds,
    ListChanges changes,
    ListSettings settings,
    TimeProvider time) : IServerView
{
    private readonly FederationRouter _router = new(servers, taskIds);
    private readonly FederationLists _lists = new(servers, settings, time);

    public McpServer Endpoint => endpoint;

    public IReadOnlyList<McpServer> Servers { get; } = [.. servers.Select(it => it.Server)];

    public async Task<UpstreamDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(settings.Timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var descriptions = await Task.WhenAll(Servers.Select(server => TryDescribeAsync(server, end.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        return MergedDescription.Of([.. descriptions.OfType<(McpServer, UpstreamDescription)>()]);
    }

    public Task<UpstreamAnswer> ListAsync(
        UpstreamCaller caller,
        string method,
        string? cursor,
        ItemFilter? shows,
        CancellationToken cancellationToken) =>
        _lists.ListAsync(caller, ListKind.Of(method), cursor, shows, cancellationToken);

    public ValueTask<RoutedRequest?> RouteAsync(
        UpstreamCaller caller,
        JsonRpcMessage message,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken) => _router.RouteAsync(caller, message, body, cancellationToken);

    public ReadOnlyMemory<byte> ToEndpoint(
        UpstreamCaller caller, McpServer server, string method, ReadOnlyMemory<byte> json) =>
        !json.IsEmpty && ResultScan.Find(json.Span, method) is { } edits
            ? JsonSplice.Replace(json.Span, edits, ChangesFor(caller, server))
            : json;

    public Func<EditKind, string, string> ChangesFor(UpstreamCaller caller, McpServer server) =>
        (kind, text) => kind == EditKind.Uri
            ? FederatedUri.Of(server.Prefix, text)
            : taskIds.Of(server.Name, caller.Principal ?? caller.Key, text);

    public ReadOnlyMemory<byte> ErrorToEndpoint(McpServer server, ReadOnlyMemory<byte> error) =>
        ResultScan.FindInError(error.Span) is { } edits
            ? JsonSplice.Replace(error.Span, edits, (_, uri) => FederatedUri.Of(server.Prefix, uri))
            : error;

    public (McpServer Server, string Uri)? ToServer(string uri) => _router.ToServer(uri);

    public IAsyncEnumerable<string> ChangesAsync(Action? begun, CancellationToken cancellationToken)
    {
        var heard = changes.ReadAsync(cancellationToken);
        // Another replica may have listed them; whoever listens here wants them watched here.
        foreach (var lists in servers)
            lists.Watch();
        begun?.Invoke();
        return heard;
    }

    /// <summary>Null for a server that does not answer; what it could do is missing until it does.</summary>
    private async Task<(McpServer, UpstreamDescription)?> TryDescribeAsync(
        McpServer server, CancellationToken cancellationToken)
    {
        try
        {
            var described = upstreams.Of(server).DescribeAsync(cancellationToken).AsTask();
            return (server, await described.WaitAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is UpstreamException or OperationCanceledException)
        {
            return null;
        }
    }
}
