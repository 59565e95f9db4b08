using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Upstream;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Bridge;

/// <summary>
/// Hears of the resources that a client wants to hear of, from each server that has some of them. One that is away for
/// a while is asked again, and ends nothing.
/// </summary>
internal sealed partial class ResourceUpdates(
    IUpstreams upstreams, TimeProvider time, ILogger<ResourceUpdates> logger)
{
    public const string Method = "notifications/resources/updated";

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Listens to all of them until cancelled.</summary>
    /// <param name="uris">The resources, in the endpoint's URIs.</param>
    /// <param name="caller">For whom.</param>
    /// <param name="view">The endpoint.</param>
    /// <param name="say">Takes what <see cref="Method"/> says, in the endpoint's URIs; never empty.</param>
    /// <param name="begun">Told when each server is listened to, or could not be at first; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task ListenAsync(
        IEnumerable<string> uris,
        UpstreamCaller caller,
        IServerView view,
        Func<ReadOnlyMemory<byte>, ValueTask> say,
        Action? begun,
        CancellationToken cancellationToken)
    {
        var byServer = uris.Select(view.ToServer)
            .OfType<(McpServer Server, string Uri)>()
            .GroupBy(target => target.Server, target => target.Uri)
            .ToList();
        var left = byServer.Count;
        if (left == 0)
            begun?.Invoke();
        return Task.WhenAll(byServer.Select(server => ListenAsync(
            server.Key, [.. server.Distinct(StringComparer.Ordinal)], caller, view, say, Begin, cancellationToken)));

        void Begin()
        {
            if (Interlocked.Decrement(ref left) == 0)
                begun?.Invoke();
        }
    }

    private async Task ListenAsync(
        McpServer server,
        string[] uris,
        UpstreamCaller caller,
        IServerView view,
        Func<ReadOnlyMemory<byte>, ValueTask> say,
        Action begun,
        CancellationToken cancellationToken)
    {
        var interest = new UpstreamInterest { ResourceUris = uris };
        var pause = FirstPause;
        var hasBegun = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var news in upstreams.Of(server)
                    .ListenAsync(caller, interest, SilentTalk.Instance, cancellationToken))
                {
                    if (news == UpstreamNews.Begun)
                    {
                        Begin();
                        continue;
                    }

                    pause = FirstPause;
                    // Changed lists are told of by the view, for all servers together.
                    if (news.Method == Method && !news.Parameters.IsEmpty)
                        await say(view.ToEndpoint(caller, server, news.Method, news.Parameters));
                }
            }
            catch (UpstreamException exception)
            {
                LogNotHeard(server.Name, exception.Message);
            }

            Begin();
            // A server that has no such stream ends it at once; asking it again and again would be a storm.
            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        void Begin()
        {
            if (!hasBegun)
                begun();
            hasBegun = true;
        }
    }

    [LoggerMessage(LogLevel.Information, "Nothing is heard of {Server}'s resources for now: {Reason}")]
    private partial void LogNotHeard(string server, string reason);
}
