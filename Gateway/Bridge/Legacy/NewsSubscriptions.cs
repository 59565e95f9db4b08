using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Upstream;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Hears of the resources that a session subscribes to, from each server that has some of them.</summary>
internal sealed partial class NewsSubscriptions(
    IUpstreams upstreams, TimeProvider time, ILogger<NewsSubscriptions> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Listens to all of them until cancelled.</summary>
    public Task ListenAsync(
        IEnumerable<string> uris,
        UpstreamCaller caller,
        IServerView view,
        Func<string, ReadOnlyMemory<byte>, ValueTask> say,
        CancellationToken cancellationToken)
    {
        var byServer = uris.Select(view.ToServer)
            .OfType<(McpServer Server, string Uri)>()
            .GroupBy(target => target.Server, target => target.Uri);
        return Task.WhenAll(byServer.Select(server => ListenAsync(
            server.Key, [.. server], caller, view, say, cancellationToken)));
    }

    private async Task ListenAsync(
        McpServer server,
        string[] uris,
        UpstreamCaller caller,
        IServerView view,
        Func<string, ReadOnlyMemory<byte>, ValueTask> say,
        CancellationToken cancellationToken)
    {
        var interest = new UpstreamInterest { ResourceUris = uris };
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var news in upstreams.Of(server)
                    .ListenAsync(caller, interest, SilentTalk.Instance, cancellationToken))
                {
                    pause = news == UpstreamNews.Begun ? pause : FirstPause;
                    // Changed lists are told of by the view, for all servers together.
                    if (news.Method == "notifications/resources/updated")
                        await say(news.Method, view.ToEndpoint(caller, server, news.Method, news.Parameters));
                }
            }
            catch (UpstreamException exception)
            {
                LogNotHeard(server.Name, exception.Message);
            }

            // A server that has no such stream ends it at once; asking it again and again would be a storm.
            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    [LoggerMessage(LogLevel.Information, "Nothing is heard of {Server}'s resources for now: {Reason}")]
    private partial void LogNotHeard(string server, string reason);
}
