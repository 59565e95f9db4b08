using System.Runtime.CompilerServices;
using System.Threading.Channels;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Results;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;

/// <summary>One server under its own names; what is called <c>hidden</c> there is not.</summary>
internal sealed class ScriptedView(ScriptedUpstream upstream) : IServerView
{
    public McpServer Endpoint => upstream.Server;

    public IReadOnlyList<McpServer> Servers => [upstream.Server];

    /// <summary>How many hear of changes.</summary>
    public int Listening;

    public Channel<string> Changes { get; } = Channel.CreateUnbounded<string>();

    public Task<UpstreamDescription> DescribeAsync(CancellationToken cancellationToken) =>
        upstream.DescribeAsync(cancellationToken).AsTask();

    public Task<UpstreamAnswer> ListAsync(
        UpstreamCaller caller, string method, string? cursor, ItemFilter? shows, CancellationToken cancellationToken) =>
        Task.FromResult(ScriptedUpstream.Result($$"""{"asked":"{{method}} {{cursor}}"}"""));

    public ValueTask<RoutedRequest?> RouteAsync(
        UpstreamCaller caller,
        JsonRpcMessage message,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken) =>
        new(message.Target == "hidden"
            ? null
            : new RoutedRequest(upstream.Server, message.Target, body[message.Content]));

    public ReadOnlyMemory<byte> ToEndpoint(
        UpstreamCaller caller, McpServer server, string method, ReadOnlyMemory<byte> json) => json;

    public Func<EditKind, string, string>? ChangesFor(UpstreamCaller caller, McpServer server) => null;

    public ReadOnlyMemory<byte> ErrorToEndpoint(McpServer server, ReadOnlyMemory<byte> error) => error;

    public (McpServer Server, string Uri)? ToServer(string uri) =>
        uri.StartsWith("test://", StringComparison.Ordinal) ? (upstream.Server, uri) : null;

    public async IAsyncEnumerable<string> ChangesAsync(
        Action? begun, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref Listening);
        begun?.Invoke();
        try
        {
            await foreach (var method in Changes.Reader.ReadAllAsync(cancellationToken))
                yield return method;
        }
        finally
        {
            Interlocked.Decrement(ref Listening);
        }
    }
}
