using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Results;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Federation;

/// <summary>
/// What an endpoint shows: one server under its own names, or all of them under names that say whose they are. Every
/// name and URI that crosses the endpoint goes through here, in both directions.
/// </summary>
internal interface IServerView
{
    /// <summary>The endpoint as the outside sees it.</summary>
    McpServer Endpoint { get; }

    IReadOnlyList<McpServer> Servers { get; }

    /// <summary>Capabilities, name and instructions, merged of all servers that answer.</summary>
    Task<UpstreamDescription> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The result of <c>tools/list</c>, <c>prompts/list</c>, <c>resources/list</c> or <c>resources/templates/list</c>:
    /// every page of every server that answers, in the endpoint's names, in the form of the caller's era.
    /// </summary>
    /// <param name="caller">Who gets it.</param>
    /// <param name="method">Which list.</param>
    /// <param name="cursor">Where the page before ended.</param>
    /// <param name="shows">Which items it has for this caller; null for all.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    Task<UpstreamAnswer> ListAsync(
        UpstreamCaller caller,
        string method,
        string? cursor,
        ItemFilter? shows,
        CancellationToken cancellationToken);

    /// <summary>
    /// Which server executes a request, and its parameters in that server's names. Null if nothing has this name:
    /// the same for a name that is hidden and one that does not exist.
    /// </summary>
    /// <exception cref="UpstreamException">What its server has cannot be found out.</exception>
    ValueTask<RoutedRequest?> RouteAsync(
        UpstreamCaller caller,
        JsonRpcMessage message,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken);

    /// <summary>
    /// A result, or the parameters of a notification or question, in the endpoint's names. Returns the same memory
    /// where nothing has to change. The ids of tasks in it become the caller's own and are of no use to others.
    /// </summary>
    /// <param name="caller">Who gets it.</param>
    /// <param name="server">Who said it.</param>
    /// <param name="method">The method of the request, notification or question.</param>
    /// <param name="json">The object <c>result</c> or <c>params</c>.</param>
    ReadOnlyMemory<byte> ToEndpoint(
        UpstreamCaller caller, McpServer server, string method, ReadOnlyMemory<byte> json);

    /// <summary>What becomes of each string that <see cref="ToEndpoint"/> changes; null if it changes none.</summary>
    Func<EditKind, string, string>? ChangesFor(UpstreamCaller caller, McpServer server);

    /// <summary>The object <c>error</c> in the endpoint's names: the resource that it is about (SEP-2164).</summary>
    ReadOnlyMemory<byte> ErrorToEndpoint(McpServer server, ReadOnlyMemory<byte> error);

    /// <summary>The server and its own URI for one that the endpoint shows, or null.</summary>
    (McpServer Server, string Uri)? ToServer(string uri);

    /// <summary>
    /// The methods <c>notifications/…/list_changed</c> for the lists of this endpoint, until cancelled: when they have
    /// really changed, and never more than one of a kind in a while, however often a server says so.
    /// </summary>
    /// <param name="begun">Called when nothing that happens is missed any more, as far as the servers tell it.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    IAsyncEnumerable<string> ChangesAsync(Action? begun, CancellationToken cancellationToken);
}
