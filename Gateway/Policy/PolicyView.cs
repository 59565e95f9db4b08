using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Results;
using McpAspire.Gateway.Policy.Variables;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Policy;

/// <summary>An endpoint as one caller may see it.</summary>
/// <param name="inner">The endpoint.</param>
/// <param name="policy">Who asks, by which rules.</param>
/// <param name="routed">Where the request goes that has been judged; null for one that names nothing.</param>
internal sealed class PolicyView(IServerView inner, PolicyContext policy, RoutedRequest? routed) : IServerView
{
    public McpServer Endpoint => inner.Endpoint;

    public IReadOnlyList<McpServer> Servers => inner.Servers;

    public Task<UpstreamDescription> DescribeAsync(CancellationToken cancellationToken) =>
        inner.DescribeAsync(cancellationToken);

    public Task<UpstreamAnswer> ListAsync(
        UpstreamCaller caller,
        string method,
        string? cursor,
        ItemFilter? shows,
        CancellationToken cancellationToken) =>
        inner.ListAsync(caller, method, cursor, policy.Lists, cancellationToken);

    /// <summary>What was judged is what is done; nothing is looked up a second time.</summary>
    public ValueTask<RoutedRequest?> RouteAsync(
        UpstreamCaller caller,
        JsonRpcMessage message,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken) => ValueTask.FromResult(routed);

    public ReadOnlyMemory<byte> ToEndpoint(
        UpstreamCaller caller, McpServer server, string method, ReadOnlyMemory<byte> json) =>
        inner.ToEndpoint(caller, server, method, json);

    public Func<EditKind, string, string>? ChangesFor(UpstreamCaller caller, McpServer server) =>
        inner.ChangesFor(caller, server);

    public ReadOnlyMemory<byte> ErrorToEndpoint(McpServer server, ReadOnlyMemory<byte> json) =>
        inner.ErrorToEndpoint(server, json);

    /// <summary>Subscriptions name many resources at once, and outlive the request that asked for them.</summary>
    public (McpServer Server, string Uri)? ToServer(string uri) =>
        inner.ToServer(uri) is var (server, own)
        && policy.Decide(new PolicyTarget(server, TargetKind.Resource, own)).IsAllowed
            ? (server, own)
            : null;

    public IAsyncEnumerable<string> ChangesAsync(Action? begun, CancellationToken cancellationToken) =>
        inner.ChangesAsync(begun, cancellationToken);
}
