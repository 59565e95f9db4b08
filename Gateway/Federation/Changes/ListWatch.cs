using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Upstream;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Federation.Changes;

/// <summary>Listens to one server for changes of its lists, and goes on listening after it has been away.</summary>
internal sealed partial class ListWatch(
    McpServer server,
    IUpstream upstream,
    Action<ListKind> changed,
    TimeProvider time,
    ILogger<ListWatch> logger,
    Action? begun = null)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Never throws; ends when cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = ShortestPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await ListenAsync(cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (UpstreamException)
            {
                // The list itself says so, and is read again before long anyway.
            }
            catch (Exception exception)
            {
                LogFailed(exception, server.Name);
            }

            begun?.Invoke();
            // One that is there for a while and goes is worth coming back to soon.
            pause = time.GetElapsedTime(started) > LongestPause ? ShortestPause : Longer(pause);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var description = await upstream.DescribeAsync(cancellationToken);
        var capabilities = description.Capabilities;
        var interest = new UpstreamInterest
        {
            Tools = Capabilities.Announces(capabilities, ListKind.Tools),
            Prompts = Capabilities.Announces(capabilities, ListKind.Prompts),
            Resources = Capabilities.Announces(capabilities, ListKind.Resources),
        };
        if (interest is { Tools: false, Prompts: false, Resources: false })
        {
            // It tells of nothing; what it is may change with its next version.
            begun?.Invoke();
            await Task.Delay(LongestPause, time, cancellationToken);
            return;
        }

        var news = upstream.ListenAsync(
            CatalogueCaller.For(description), interest, SilentTalk.Instance, cancellationToken);
        await foreach (var item in news)
        {
            if (item == UpstreamNews.Begun)
                begun?.Invoke();
            foreach (var kind in ListKind.All.Where(kind => kind.Changed == item.Method))
                changed(kind);
        }
    }

    [LoggerMessage(LogLevel.Error, "Listening for changes of the lists of {Server} failed by a defect")]
    private partial void LogFailed(Exception exception, string server);
}
