using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Federation.Results;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Federation.Views;

/// <summary>The lists of the federation, page by page.</summary>
internal sealed class FederationLists(IReadOnlyList<ServerLists> servers, ListSettings settings, TimeProvider time)
{
    private readonly MergedLists _merged = new();

    public async Task<UpstreamAnswer> ListAsync(
        UpstreamCaller caller, ListKind kind, string? cursor, CancellationToken cancellationToken)
    {
        var after = cursor is null ? null : ListCursor.KeyOf(kind, cursor);
        if (cursor is not null && after is null)
            return new UpstreamAnswer(isError: true, ListRefusals.BadCursor);

        var states = await Task.WhenAll(servers.Select(it => it.Of(kind).CurrentAsync(cancellationToken)));
        var (items, last) = Merged(kind, caller.Era, states).Page(after, settings.PageSize);
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
        // Nothing tells subjects apart yet; a policy that does belongs into this key.
        var viewer = new MergedLists.Viewer(kind, era, Subject: "", PolicyVersion: 0);
        return _merged.Get(viewer, lists, () => MergedList.Of(kind, era, Parts(lists)));
    }

    private IEnumerable<(ServerList List, Func<EditKind, string, string> ToEndpoint)> Parts(ServerList?[] lists)
    {
        foreach (var (server, list) in servers.Zip(lists))
        {
            if (list is not null)
                yield return (list, (_, uri) => FederatedUri.Of(server.Server.Prefix, uri));
        }
    }
}
