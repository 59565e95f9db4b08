using System.Collections.Immutable;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>What is said between calls goes to one listener: a message is never told twice.</summary>
internal sealed class FeedTalk(Func<ImmutableArray<FeedListener>> listeners) : IUpstreamTalk
{
    private IUpstreamTalk First => listeners() is [var first, ..] ? first.Talk : SilentTalk.Instance;

    public ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters) =>
        First.NotifiedAsync(method, parameters);

    public Task<UpstreamAnswer> AskedAsync(
        string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken) =>
        First.AskedAsync(method, parameters, cancellationToken);
}
