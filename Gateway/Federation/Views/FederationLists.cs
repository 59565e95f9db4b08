using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Federation.Views;

/// <summary>The lists of the federation, page by page.</summary>
internal sealed class FederationLists(IReadOnlyList<ServerLists> servers, ListSettings settings, TimeProvider time)
{
    private readonly MergedLists _merged = new();

    public async Task<UpstreamAnswer> ListAsync(
        UpstreamCaller caller, ListKind kind, string? cursor, ItemFilter? shows, CancellationToken cancellationToken)
    {
        var after = cursor is null ? null : ListCursor.KeyOf(kind, cursor);
        if (cursor is not null && after is null)
            return new UpstreamAnswer(isError: true, ListRefusals.BadCursor);

        var states = await Task.WhenAll(servers.Select(it => it.Of(kind).CurrentAsync(cancellationToken)));
        var (items, last) = Merged(kind, caller.Era, states).Page(after, settings.PageSize, kind, shows);
        var json = ListResult.Write(
            kind,
            caller.Era,
            writer =>
            {
                foreach (var item in items)
                    writer.WriteRawValue(item.Span, skipInputValidation: true);
            },
            last is null ? null : ListCursor.After(kind, last),
            ListLifetime.Left(states, time.GetUtcNow()));
        return new UpstreamAnswer(isError: false, json);
    }

    private MergedList Merged(ListKind kind, McpEra era, ListState[] states)
    {
        ServerList?[] lists = [.. states.Select(state => state.Shown)];
        return _merged.Get(kind, era, lists, () => MergedList.Of(kind, era, Parts(lists), ToEndpoint));
    }

    private static string ToEndpoint(McpServer server, string uri) => FederatedUri.Of(server.Prefix, uri);

    private IEnumerable<(McpServer Server, ServerList List)> Parts(ServerList?[] lists)
    {
        foreach (var (server, list) in servers.Zip(lists))
        {
            if (list is not null)
                yield return (server.Server, list);
        }
    }
}
