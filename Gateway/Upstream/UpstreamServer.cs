using System.Runtime.CompilerServices;
using System.Threading.Channels;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Routing;
using McpAspire.Gateway.Upstream.Detection;
using McpAspire.Gateway.Upstream.Legacy;
using McpAspire.Gateway.Upstream.Modern;

namespace McpAspire.Gateway.Upstream;

/// <summary>One server: chooses the leg for each call, and asks anew what the server is when one has failed.</summary>
internal sealed class UpstreamServer(
    McpServer server,
    DescriptionKeeper descriptions,
    ModernLeg modern,
    ModernListening listening,
    LegacyLeg legacy,
    LegacySessions sessions) : IUpstream
{
    /// <summary>What a listener may fall behind; then it loses the oldest, which later ones mostly repeat.</summary>
    private const int Backlog = 256;

    private volatile McpServer _server = server;

    public McpServer Server => _server;

    public ValueTask<UpstreamDescription> DescribeAsync(CancellationToken cancellationToken) =>
        descriptions.GetAsync(cancellationToken);

    public async Task<UpstreamAnswer> CallAsync(
        UpstreamCall call, IUpstreamTalk talk, CancellationToken cancellationToken)
    {
        var era = await EraForAsync(call.Caller, cancellationToken);
        try
        {
            return era == McpEra.Modern
                ? await modern.CallAsync(call, talk, cancellationToken)
                : await legacy.CallAsync(call, talk, cancellationToken);
        }
        catch (UpstreamException exception)
        {
            // A tool that is too slow says nothing of what the server speaks, and everybody waits for the answer.
            if (exception.Refusal != BackendFaults.TimedOut)
                descriptions.Doubt();
            throw;
        }
    }

    public ValueTask NotifyAsync(
        UpstreamCaller caller, string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken) =>
        descriptions.Known is { IsLegacy: true }
            ? legacy.NotifyAsync(caller, method, parameters, cancellationToken)
            : default;

    public async IAsyncEnumerable<UpstreamNews> ListenAsync(
        UpstreamCaller caller,
        UpstreamInterest interest,
        IUpstreamTalk talk,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var era = await EraForAsync(caller, cancellationToken);
        var news = Channel.CreateBounded<UpstreamNews>(
            new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = RunAsync();
        try
        {
            await foreach (var item in news.Reader.ReadAllAsync(cancellationToken))
                yield return item;
        }
        finally
        {
            await end.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task RunAsync()
        {
            try
            {
                await (era == McpEra.Modern
                    ? listening.RunAsync(caller, interest, news.Writer, end.Token)
                    : legacy.ListenAsync(caller, interest, talk, news.Writer, end.Token));
                news.Writer.TryComplete();
            }
            catch (Exception exception)
            {
                news.Writer.TryComplete(exception);
            }
        }
    }

    public ValueTask ForgetAsync(UpstreamCaller caller, CancellationToken cancellationToken) =>
        new(sessions.ForgetAsync(caller, cancellationToken));

    /// <summary>Whether something is kept at the server for callers.</summary>
    public bool HasSessions => !sessions.IsEmpty;

    /// <summary>Lets go of what nobody uses any more.</summary>
    public Task SweepAsync() => sessions.SweepAsync();

    /// <summary>Whether another configuration means the same leg, so that what is known stays known.</summary>
    public bool TryAdopt(McpServer changed)
    {
        var known = _server;
        if (changed.Timeout != known.Timeout || changed.Options.Era != known.Options.Era
            || changed.Options.Http2 != known.Options.Http2 || changed.Options.Circuit != known.Options.Circuit
            || !changed.BackendUrls.SequenceEqual(known.BackendUrls))
            return false;

        _server = changed;
        return true;
    }

    /// <summary>
    /// The era of the call's leg. A server that speaks the modern one is not asked again before a call: that it does
    /// cannot change, and the call will say itself what else is wrong.
    /// </summary>
    private ValueTask<McpEra> EraForAsync(UpstreamCaller caller, CancellationToken cancellationToken)
    {
        return descriptions.Known is { IsModern: true } known ? new(Era(known)) : AskAsync();

        async ValueTask<McpEra> AskAsync() => Era(await descriptions.GetAsync(cancellationToken));

        McpEra Era(UpstreamDescription description) =>
            description.Speaks(caller.Era) ? caller.Era : description.IsModern ? McpEra.Modern : McpEra.Legacy;
    }
}
