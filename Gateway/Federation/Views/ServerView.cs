using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Changes;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Federation.Results;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Federation.Views;

/// <summary>One server under its own names, but for those tools that the configuration hides or names anew.</summary>
internal sealed class ServerView(
    McpServer server, IUpstream upstream, TimeProvider time, ILogger<ListWatch> logger) : IServerView
{
    private readonly ToolRules _rules = new(server.Options);
    private readonly SharedWatch _watch = Watch(server, upstream, time, logger);

    public McpServer Endpoint => server;

    public IReadOnlyList<McpServer> Servers { get; } = [server];

    public Task<UpstreamDescription> DescribeAsync(CancellationToken cancellationToken) =>
        upstream.DescribeAsync(cancellationToken).AsTask();

    /// <summary>A page of the server's list, as it gives it to this caller, under its own cursor.</summary>
    public async Task<UpstreamAnswer> ListAsync(
        UpstreamCaller caller,
        string method,
        string? cursor,
        ItemFilter? shows,
        CancellationToken cancellationToken)
    {
        var kind = ListKind.Of(method);
        var call = new UpstreamCall(caller, method, ListRequest.Parameters(cursor));
        var answer = await upstream.CallAsync(call, SilentTalk.Instance, cancellationToken);
        if (answer.IsError)
            return answer;

        using (answer)
        {
            if (!ListPage.TryRead(answer.Json, kind, out var page))
                throw new UpstreamException(ListRefusals.NotAList);

            var json = ListResult.Write(
                kind,
                caller.Era,
                items =>
                {
                    foreach (var (item, name) in Shown(kind, page, shows))
                        ItemWriter.Write(items, kind, item, name, _rules.Of(item.Key), toEndpoint: null, caller.Era);
                },
                page.NextCursor,
                ListLifetime.Told(page.Ttl),
                page.Meta);
            return new UpstreamAnswer(isError: false, json);
        }
    }

    public ValueTask<RoutedRequest?> RouteAsync(
        UpstreamCaller caller,
        JsonRpcMessage message,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken) => ValueTask.FromResult(Route(message, body));

    public ReadOnlyMemory<byte> ToEndpoint(
        UpstreamCaller caller, McpServer server, string method, ReadOnlyMemory<byte> json) => json;

    public (McpServer Server, string Uri)? ToServer(string uri) => (server, uri);

    public Func<EditKind, string, string>? ChangesFor(UpstreamCaller caller, McpServer server) => null;

    public ReadOnlyMemory<byte> ErrorToEndpoint(McpServer server, ReadOnlyMemory<byte> error) => error;

    public IAsyncEnumerable<string> ChangesAsync(Action? begun, CancellationToken cancellationToken) =>
        _watch.ReadAsync(begun, cancellationToken);

    private static SharedWatch Watch(
        McpServer server, IUpstream upstream, TimeProvider time, ILogger<ListWatch> logger)
    {
        var changes = new ListChanges(time);
        return new SharedWatch(changes, (begun, end) =>
            new ListWatch(server, upstream, changes.Publish, time, logger, begun).RunAsync(end));
    }

    private RoutedRequest? Route(JsonRpcMessage message, ReadOnlyMemory<byte> body)
    {
        if (message is not { Method: McpMethods.ToolsCall, Target: { } name })
            return new RoutedRequest(server, message.Target, body[message.Content]);

        return _rules.OwnOf(name) is { } own
            ? new RoutedRequest(server, own, RequestParameters.WithTarget(message, body, own))
            : null;
    }

    private IEnumerable<(ListItem Item, string Name)> Shown(
        ListKind kind, ListPage page, ItemFilter? shows)
    {
        foreach (var item in page.Items)
        {
            if (shows?.Invoke(server, kind, item) == false)
                continue;
            if (kind != ListKind.Tools)
                yield return (item, item.Key);
            else if (_rules.NameOf(item.Key) is { } name && ParameterHeaders.AreValid(item.Json))
                yield return (item, name);
        }
    }
}
