using System.Collections.Immutable;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Listening;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>
/// The GET stream of one session, for all who listen to it: servers allow one, and a message is on one stream only. It
/// is opened with the first listener and ends with the last.
/// </summary>
internal sealed class SessionFeed(
    SessionSlot slot,
    LegacySessions sessions,
    Subscriptions subscriptions,
    ServerTransport transport,
    SessionPost post,
    LegLimits limits,
    UpstreamLog log)
{
    /// <summary>How long the stream stays open behind calls: the next one may come soon.</summary>
    private static readonly TimeSpan Lingering = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private ImmutableArray<FeedListener> _listeners = [];
    private LegacySession? _current;
    private LegacySession? _streamless;
    private string? _lastEventId;
    private Questions? _questions;
    private bool _lingers;
    private TaskCompletionSource _begun = NewSignal();
    private CancellationTokenSource? _end;

    /// <summary>Completes when the stream is open, or is known not to exist.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Whether the server waits for an answer to what it asked here.</summary>
    public bool HasQuestions => _questions?.AreOpen == true;

    /// <summary>Answers what the server asks here while a call goes on, until the result is disposed of.</summary>
    public IDisposable Attend(IUpstreamTalk talk)
    {
        var end = new CancellationTokenSource();
        var listener = new FeedListener(new UpstreamInterest(), talk, News: null, end.Token);
        Join(listener);
        _lingers = true;
        return new Attendance(() =>
        {
            Leave(listener);
            end.Cancel();
            end.Dispose();
        });
    }

    /// <summary>Listens until cancelled, or until the session is ended for good.</summary>
    public async Task RunAsync(FeedListener listener, CancellationToken cancellationToken)
    {
        Join(listener);
        try
        {
            await sessions.GetAsync(slot, cancellationToken);
            await subscriptions.AlignAsync(slot, Wanted, cancellationToken);
            await Task.WhenAny(slot.Forgotten, _begun.Task.WaitAsync(cancellationToken));
            listener.News!.TryWrite(UpstreamNews.Begun);
            await Task.WhenAny(slot.Forgotten, Task.Delay(Timeout.Infinite, cancellationToken));
        }
        finally
        {
            Leave(listener);
            await UnsubscribeAsync();
        }
    }

    private void Join(FeedListener listener)
    {
        lock (_gate)
        {
            _listeners = _listeners.Add(listener);
            _end?.CancelAfter(Timeout.InfiniteTimeSpan);
            if (_end is { IsCancellationRequested: false })
                return;

            (_end, _begun) = (new CancellationTokenSource(Timeout.InfiniteTimeSpan, limits.Time), NewSignal());
            var end = _end.Token;
            using var nobody = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            _ = Task.Run(() => PumpAsync(end), CancellationToken.None);
        }
    }

    private void Leave(FeedListener listener)
    {
        lock (_gate)
        {
            _listeners = _listeners.Remove(listener);
            if (_listeners.Length > 0)
                return;

            if (_lingers)
            {
                _end?.CancelAfter(Lingering);
                return;
            }

            _end?.Cancel();
            _end = null;
        }
    }

    private HashSet<string> Wanted() =>
        _listeners.SelectMany(listener => listener.Interest.ResourceUris).ToHashSet(StringComparer.Ordinal);

    private async Task UnsubscribeAsync()
    {
        if (slot.Session is null || slot.Forgotten.IsCompleted)
            return;

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5), limits.Time);
        await subscriptions.AlignAsync(slot, Wanted, timeout.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Never throws; ends when cancelled.</summary>
    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        var pauses = new Pauses(limits.Time);
        LegacySession? lost = null;
        while (!cancellationToken.IsCancellationRequested && !slot.Forgotten.IsCompleted)
        {
            try
            {
                var session = lost is null
                    ? await sessions.GetAsync(slot, cancellationToken)
                    : await sessions.RenewAsync(slot, lost, cancellationToken);
                // Whence the stream of another session would go on says nothing here.
                _lastEventId = session == _current ? _lastEventId : null;
                (_current, lost) = (session, null);
                await subscriptions.AlignAsync(slot, Wanted, cancellationToken);
                if (await ReadAsync(session, cancellationToken))
                    lost = session;
            }
            catch (UpstreamException exception)
            {
                log.ListeningBroke(exception.Refusal.Reason, exception.InnerException?.Message);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                log.ListeningFailed(exception);
            }

            // Nobody waits for what may never come.
            _begun.TrySetResult();
            await pauses.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One stream to its end; true if the server does not know the session.</summary>
    private async Task<bool> ReadAsync(LegacySession session, CancellationToken cancellationToken)
    {
        if (session == _streamless)
        {
            _begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        using var request = LegacyRequest.Get(session, _lastEventId);
        using var response = await transport.SendAsync(
            request, session.Destination, Evidence.Any, cancellationToken);
        if (response.Status == StatusCodes.Status404NotFound && session.Id is not null)
            return true;
        if (response.Status == StatusCodes.Status405MethodNotAllowed)
        {
            (_streamless, _lastEventId) = (session, null);
            _begun.TrySetResult();
            // Many servers offer no such stream; then there is nothing to hear, and no sense in asking again.
            response.Dispose();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (!response.IsEventStream)
            throw UpstreamFaults.Unusable($"HTTP status {response.Status} for the stream of a session");

        _begun.TrySetResult();
        using var questions = new Questions(session, slot.Caller, new FeedTalk(() => _listeners), post, log);
        _questions = questions;
        var messages = StandingStream.ReadAsync(response, limits, id => _lastEventId = id, cancellationToken);
        await foreach (var (message, text) in messages)
            await TakeAsync(message, text, questions);
        return false;
    }

    private ValueTask TakeAsync(JsonRpcMessage message, ReadOnlyMemory<byte> text, Questions questions)
    {
        var parameters = text[message.Content];
        switch (message)
        {
            case { Kind: JsonRpcKind.Request }:
                questions.Ask(message, text);
                break;
            case { Kind: JsonRpcKind.Response }:
                break;
            case { Method: "notifications/cancelled" }:
                questions.Cancel(parameters);
                break;
            case { Method: { } method } when NewsFilter.IsNews(method):
                Tell(new UpstreamNews(method, parameters.ToArray()));
                break;
            default:
                return new FeedTalk(() => _listeners).NotifiedAsync(message.Method!, parameters);
        }

        return default;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell(UpstreamNews news)
    {
        foreach (var listener in _listeners)
        {
            if (listener.Interest.Wants(news.Method, news.Parameters.Span))
                listener.News?.TryWrite(news);
        }
    }

    private sealed class Attendance(Action end) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isOver, true))
                end();
        }
    }
}
