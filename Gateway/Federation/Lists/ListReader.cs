using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>Reads every page of a server's list, for the gateway itself: with nobody behind it whom to ask.</summary>
internal sealed class ListReader(McpServer server, IUpstream upstream)
{
    private const int MaxPages = 200;
    private const int MaxItems = 10_000;
    private const int MaxBytes = 32 * 1024 * 1024;

    private readonly ToolRules _rules = new(server.Options);

    /// <exception cref="UpstreamException">There is no usable list.</exception>
    public async Task<ServerList> ReadAsync(ListKind kind, CancellationToken cancellationToken)
    {
        var builder = new ListBuilder(kind, server, _rules);
        var description = await upstream.DescribeAsync(cancellationToken);
        if (!Capabilities.Has(description.Capabilities, kind))
            return builder.Build();

        var caller = CatalogueCaller.For(description);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var bytes = 0;
        for (var (pages, cursor) = (1, (string?)null); ; pages++)
        {
            var page = await ReadPageAsync(caller, kind, cursor, cancellationToken);
            if (page is null)
                return builder.Build();

            builder.Add(page);
            bytes += page.Size;
            cursor = page.NextCursor;
            // A cursor that comes again leads to what has been read already.
            if (cursor is null || !seen.Add(cursor))
                return builder.Build();
            if (pages >= MaxPages || builder.Count > MaxItems || bytes > MaxBytes)
                throw new UpstreamException(ListRefusals.TooLong);
        }
    }

    /// <summary>Null if the server has no such list.</summary>
    private async Task<ListPage?> ReadPageAsync(
        UpstreamCaller caller, ListKind kind, string? cursor, CancellationToken cancellationToken)
    {
        var call = new UpstreamCall(caller, kind.Method, ListRequest.Parameters(cursor));
        using var answer = await upstream.CallAsync(call, SilentTalk.Instance, cancellationToken);
        if (answer.IsError)
            return RpcError.CodeOf(answer.Json.Span) == JsonRpcErrorCode.MethodNotFound
                ? null
                : throw new UpstreamException(ListRefusals.Refused);

        // The answer's memory goes back to where it was rented from; the items stay.
        return ListPage.TryRead(answer.Json.ToArray(), kind, out var page)
            ? page
            : throw new UpstreamException(ListRefusals.NotAList);
    }
}
