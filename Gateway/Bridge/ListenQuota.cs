using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Bridge;

/// <summary>The streams of <c>subscriptions/listen</c> that are open, whoever answers them.</summary>
internal sealed class ListenQuota(IOptions<McpOptions> options)
{
    private readonly ClientQuota _quota = new(int.MaxValue, options.Value.Bridge.MaxListenStreamsPerClient);

    /// <summary>Takes a place until the result is disposed of; null if there is none.</summary>
    public IDisposable? TryTake(string principal) => _quota.TryTake(principal);
}
