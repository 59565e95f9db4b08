using System.Collections.Concurrent;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Subscriptions;

/// <summary>
/// <c>resources/subscribe</c> of the legacy era: what each session subscribed to, told on the session's own stream for
/// as long as the session lives. (Lists that changed are told by the SDK.)
/// </summary>
internal sealed class SessionSubscriptions(ChangeFeed feed)
{
    private const int MaxResources = 100;

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> _resources = new();

    public async Task RunAsync(HttpContext context, McpServer server, CancellationToken cancellationToken)
    {
        if (server.SessionId is not { } session)
        {
            await server.RunAsync(cancellationToken);
            return;
        }

        var resources = _resources[session] = new ConcurrentDictionary<string, byte>(StringComparer.Ordinal);
        using var changes = new ChangeReader(feed, change => change.Uri is { } uri && resources.ContainsKey(uri));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var telling = TellAsync(server, changes, end.Token);
        try
        {
            await server.RunAsync(cancellationToken);
        }
        finally
        {
            _resources.TryRemove(session, out _);
            await end.CancelAsync();
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask<EmptyResult> SubscribeAsync(
        RequestContext<SubscribeRequestParams> context, CancellationToken cancellationToken)
    {
        var resources = Of(context.Server);
        if (resources.Count >= MaxResources)
        {
            throw new McpProtocolException(
                $"A session can subscribe to at most {MaxResources} resources.", McpErrorCode.InvalidParams);
        }

        resources[context.Params.Uri] = 0;
        return new(new EmptyResult());
    }

    public ValueTask<EmptyResult> UnsubscribeAsync(
        RequestContext<UnsubscribeRequestParams> context, CancellationToken cancellationToken)
    {
        Of(context.Server).TryRemove(context.Params.Uri, out _);
        return new(new EmptyResult());
    }

    private static async Task TellAsync(McpServer server, ChangeReader changes, CancellationToken cancellationToken)
    {
        await foreach (var change in changes.ReadAllAsync(cancellationToken))
        {
            await server.SendNotificationAsync(
                change.Method,
                new ResourceUpdatedNotificationParams { Uri = change.Uri! },
                cancellationToken: cancellationToken);
        }
    }

    private ConcurrentDictionary<string, byte> Of(McpServer server) =>
        server.SessionId is { } session && _resources.TryGetValue(session, out var resources)
            ? resources
            : throw new McpProtocolException("Subscriptions belong to a session.", McpErrorCode.InvalidRequest);
}
