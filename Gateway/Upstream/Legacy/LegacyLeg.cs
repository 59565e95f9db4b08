using System.Threading.Channels;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Messages;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>
/// Requests to a server with sessions (up to 2025-11-25). A session that the server has lost is replaced once, and only
/// then is a request sent again: the server said that it did not process it.
/// </summary>
internal sealed class LegacyLeg(
    LegacySessions sessions,
    ServerTransport transport,
    SessionPost post,
    RequestIds ids,
    LegLimits limits,
    UpstreamLog log)
{
    /// <summary>How long a call waits for the session's stream; a server may be slow to open one.</summary>
    private static readonly TimeSpan LongestOpening = TimeSpan.FromMilliseconds(250);

    public async Task<UpstreamAnswer> CallAsync(
        UpstreamCall call, IUpstreamTalk talk, CancellationToken cancellationToken)
    {
        var slot = sessions.Enter(call.Caller);
        try
        {
            var session = await sessions.GetAsync(slot, cancellationToken);
            using var attended = await AttendAsync(slot, session, call, talk, cancellationToken);
            if (await TryCallAsync(slot, session, call, talk, cancellationToken) is { } answer)
                return answer;

            session = await sessions.RenewAsync(slot, session, cancellationToken);
            return await TryCallAsync(slot, session, call, talk, cancellationToken)
                ?? throw UpstreamFaults.Unusable("It does not know the session that it has just opened.");
        }
        finally
        {
            slot.Leave();
        }
    }

    /// <summary>Listens to the caller's session; all who do share its one stream.</summary>
    public async Task ListenAsync(
        UpstreamCaller caller,
        UpstreamInterest interest,
        IUpstreamTalk talk,
        ChannelWriter<UpstreamNews> news,
        CancellationToken cancellationToken)
    {
        var slot = sessions.Enter(caller);
        try
        {
            var heard = talk is SilentTalk ? null : LogLevels.Filter(caller, talk);
            await FeedOf(slot).RunAsync(new FeedListener(interest, heard, news, cancellationToken), cancellationToken);
        }
        finally
        {
            slot.Leave();
        }
    }

    public async ValueTask NotifyAsync(
        UpstreamCaller caller, string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        // Where there is no session nobody has been told anything that could have changed.
        if (await sessions.FindAsync(caller, cancellationToken) is { } session)
            await post.NotifyAsync(session, method, parameters, cancellationToken);
    }

    private SessionFeed FeedOf(SessionSlot slot)
    {
        lock (slot.Gate)
        {
            return slot.Feed ??= new SessionFeed(
                slot, sessions, new Subscriptions(this, log), transport, post, limits, log);
        }
    }

    /// <summary>
    /// Many servers ask on the session's stream, and not on the call's, even in the middle of a call. Where the caller
    /// can be asked at all, that stream is open before the call is made.
    /// </summary>
    private async Task<IDisposable?> AttendAsync(
        SessionSlot slot,
        LegacySession session,
        UpstreamCall call,
        IUpstreamTalk talk,
        CancellationToken cancellationToken)
    {
        if (session.Id is null || !Declared.AnyIn(call.Caller.Capabilities.Span)
            || call.Method is not (McpMethods.ToolsCall or McpMethods.PromptsGet or McpMethods.ResourcesRead))
            return null;

        var feed = FeedOf(slot);
        var attended = feed.Attend(LogLevels.Filter(call.Caller, talk));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(feed.Begun, Task.Delay(LongestOpening, limits.Time, enough.Token));
        await enough.CancelAsync();
        return attended;
    }

    /// <summary>The answer, or null if the server does not know the session.</summary>
    private async Task<UpstreamAnswer?> TryCallAsync(
        SessionSlot slot,
        LegacySession session,
        UpstreamCall call,
        IUpstreamTalk talk,
        CancellationToken cancellationToken)
    {
        if (call.Caller.LogLevel is { } level && level != slot.LogLevel)
        {
            using var set = await ExchangeAsync(
                session, LogLevels.Set(call.Caller, level), SilentTalk.Instance, cancellationToken);
            if (set is null)
                return null;

            slot.LogLevel = level;
        }

        var heard = LogLevels.Filter(call.Caller, talk);
        return await ExchangeAsync(session, call, heard, cancellationToken, () => slot.Feed?.HasQuestions == true);
    }

    private async Task<UpstreamAnswer?> ExchangeAsync(
        LegacySession session,
        UpstreamCall call,
        IUpstreamTalk talk,
        CancellationToken cancellationToken,
        Func<bool>? isExcused = null)
    {
        var id = ids.Next();
        try
        {
            using var request = LegacyRequest.Post(RequestText.Legacy(call, id), session);
            using var response = await transport.SendAsync(
                request, session.Destination, call.Evidence, cancellationToken);
            if (response.Status == StatusCodes.Status404NotFound && session.Id is not null)
                return null;
            if (!response.IsEventStream)
                return await AnswerReader.ReadAsync(response, id, limits.MaxResultBytes, cancellationToken);

            using var questions = new Questions(session, call.Caller, talk, post, log);
            var stream = new CallStream(call, id, talk, limits, questions, isExcused);
            return await stream.ReadAsync(response, cancellationToken)
                ?? await ResumeAsync(session, stream, response, cancellationToken);
        }
        catch (Exception exception) when (IsStillWorking(exception))
        {
            // To stop reading is not to cancel (2025-11-25, transports); the server has to be told.
            _ = post.CancelAsync(session, id);
            throw;
        }
    }

    private async Task<UpstreamAnswer> ResumeAsync(
        LegacySession session, CallStream stream, UpstreamResponse response, CancellationToken cancellationToken)
    {
        try
        {
            return await new Resumption(transport, session, limits).ReadAsync(stream, cancellationToken);
        }
        catch (UpstreamException exception)
        {
            // It is the call that has no answer, whatever became of the attempts to get it.
            response.Fail(exception);
            throw;
        }
    }

    private static bool IsStillWorking(Exception exception) =>
        exception is OperationCanceledException
        || (exception as UpstreamException)?.Refusal == Routing.BackendFaults.TimedOut;
}
