using System.Collections.Frozen;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Federation.Results;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Federation.Views;

/// <summary>Finds the server of a request to the federation, and puts the request into that server's names.</summary>
internal sealed class FederationRouter(IReadOnlyList<ServerLists> servers, TaskIds taskIds)
{
    private readonly FrozenDictionary<string, ServerLists> _byPrefix =
        servers.ToFrozenDictionary(it => it.Server.Prefix, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, McpServer> _byName =
        servers.ToFrozenDictionary(it => it.Server.Name, it => it.Server, StringComparer.Ordinal);

    public ValueTask<RoutedRequest?> RouteAsync(
        UpstreamCaller caller, JsonRpcMessage message, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        switch (message.Method)
        {
            case McpMethods.ToolsCall:
                return ByNameAsync(ListKind.Tools, message, body, cancellationToken);
            case McpMethods.PromptsGet:
                return ByNameAsync(ListKind.Prompts, message, body, cancellationToken);
            case McpMethods.ResourcesRead or "resources/subscribe" or "resources/unsubscribe":
                return ValueTask.FromResult(ByUri(message, body));
            case "tasks/get" or "tasks/update" or "tasks/cancel" or "tasks/result":
                return ValueTask.FromResult(ByTask(caller, message, body));
            case McpMethods.CompletionComplete:
                return CompletionAsync(message, body, cancellationToken);
            default:
                return ValueTask.FromResult<RoutedRequest?>(null);
        }
    }

    public (McpServer Server, string Uri)? ToServer(string uri) =>
        FederatedUri.TryParse(uri, out var prefix, out var own) && _byPrefix.TryGetValue(prefix, out var lists)
            ? (lists.Server, own)
            : null;

    private ValueTask<RoutedRequest?> ByNameAsync(
        ListKind kind, JsonRpcMessage message, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (message.Target is not { } name || ListsOf(name) is not { } lists)
            return ValueTask.FromResult<RoutedRequest?>(null);

        return lists.Of(kind).Glance().List?.OwnOf(name) is { } own
            ? ValueTask.FromResult<RoutedRequest?>(Routed(lists.Server, own, message, body))
            : NewNameAsync(lists, kind, name, message, body, cancellationToken);
    }

    /// <summary>A name may be new; whether it is hidden or nobody's takes the same way from here.</summary>
    private static async ValueTask<RoutedRequest?> NewNameAsync(
        ServerLists lists,
        ListKind kind,
        string name,
        JsonRpcMessage message,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken) =>
        await FindAsync(lists, kind, name, cancellationToken) is { } own
            ? Routed(lists.Server, own, message, body)
            : null;

    private static async ValueTask<string?> FindAsync(
        ServerLists lists, ListKind kind, string name, CancellationToken cancellationToken)
    {
        var state = await lists.Of(kind).NewerAsync(cancellationToken);
        if (state is { List: null, Failure: { } failure })
            throw new UpstreamException(failure);

        return state.List?.OwnOf(name);
    }

    private RoutedRequest? ByUri(JsonRpcMessage message, ReadOnlyMemory<byte> body) =>
        message.Target is { } uri && ToServer(uri) is var (server, own) ? Routed(server, own, message, body) : null;

    private RoutedRequest? ByTask(UpstreamCaller caller, JsonRpcMessage message, ReadOnlyMemory<byte> body) =>
        message.Target is { } id
        && taskIds.TryParse(id, caller.Principal ?? caller.Key, out var name, out var own)
        && _byName.TryGetValue(name, out var server)
            ? Routed(server, own, message, body)
            : null;

    private async ValueTask<RoutedRequest?> CompletionAsync(
        JsonRpcMessage message, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var parameters = body[message.Content];
        if (CompletionReference.Find(parameters.Span) is not { } reference)
            return null;

        McpServer server;
        string own;
        if (!reference.IsPrompt)
        {
            if (ToServer(reference.Text) is not var (holder, uri))
                return null;
            (server, own) = (holder, uri);
        }
        else
        {
            if (ListsOf(reference.Text) is not { } lists)
                return null;
            var name = lists.Of(ListKind.Prompts).Glance().List?.OwnOf(reference.Text)
                ?? await FindAsync(lists, ListKind.Prompts, reference.Text, cancellationToken);
            if (name is null)
                return null;
            (server, own) = (lists.Server, name);
        }

        return new RoutedRequest(server, null, JsonSplice.Replace(parameters.Span, reference.Value, own));
    }

    private ServerLists? ListsOf(string name) =>
        FederatedName.PrefixOf(name) is { } prefix ? _byPrefix.GetValueOrDefault(prefix) : null;

    private static RoutedRequest Routed(
        McpServer server, string own, JsonRpcMessage message, ReadOnlyMemory<byte> body) =>
        new(server, own, RequestParameters.WithTarget(message, body, own));
}
