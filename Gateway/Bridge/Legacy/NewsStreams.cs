using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Shutdown;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// Answers GET (2025-11-25, listening for messages from the server): what belongs to no request. A broken stream is
/// kept for a while; a client that comes back gets what it missed, and goes on in a new one.
/// </summary>
internal sealed class NewsStreams : IDisposable
{
    private const string ChangedTopic = "legacy-changed";
    private const string HeardTopic = "legacy-heard";

    /// <summary>A server that hangs does not hold the answer to a subscription for longer.</summary>
    private static readonly TimeSpan HearingLimit = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, SessionNews> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly EventLogs _logs;
    private readonly EventStream _streams;
    private readonly Resumption _resumption;
    private readonly ISessionStore _store;
    private readonly ISharedState _shared;
    private readonly IReplicaBus _bus;
    private readonly ResourceUpdates _updates;
    private readonly LegacyClientOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationToken _closing;
    private readonly IDisposable _told;
    private readonly IDisposable _heard;

    public NewsStreams(
        EventLogs logs,
        EventStream streams,
        Resumption resumption,
        ISessionStore store,
        ISharedState shared,
        IReplicaBus bus,
        ResourceUpdates updates,
        IOptions<McpOptions> options,
        TimeProvider time,
        Drain drain)
    {
        (_logs, _streams, _resumption, _store, _shared) = (logs, streams, resumption, store, shared);
        (_bus, _updates, _options, _time) = (bus, updates, options.Value.LegacyClients, time);
        _closing = drain.Closing;
        _told = bus.Handle(ChangedTopic, (message, _) =>
        {
            FollowAsync(message.Span);
            return default;
        });
        _heard = bus.Handle(HeardTopic, async (message, _) =>
        {
            await FollowAsync(message.Span).WaitAsync(HearingLimit, _time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return default;
        });
    }

    public async Task<Refusal?> AnswerAsync(LegacySession session, McpRequest request, IServerView view)
    {
        if (!AcceptHeader.AllowsStream(request.Http.Request.Headers.Accept))
            return LegacyRefusals.NoStreamAccepted;
        if (request.Http.Request.Headers[McpHeaders.LastEventId].ToString() is not { Length: > 0 } text)
            return await TellAsync(session, request, view, missed: null, comesBack: false);
        if (EventId.Read(text, session.Key) is not { } last)
            return LegacyRefusals.BadEventId;
        if (!last.IsStanding)
            return await _resumption.AnswerAsync(session, request, last);

        var missed = await _resumption.FindAsync(session, last, request.Http.RequestAborted);
        return await TellAsync(session, request, view, missed, comesBack: true);
    }

    /// <summary>
    /// What a session subscribes to has changed; whoever tells it listens to that when this completes: a client that
    /// has its answer may change the resource at once, and waits for news.
    /// </summary>
    public async ValueTask ChangedAsync(LegacySession session, CancellationToken cancellationToken)
    {
        var subscribed = Subscribed.Of(session);
        var message = JsonSerializer.SerializeToUtf8Bytes(subscribed, LegacyBusJson.Default.Subscribed);
        var news = Find(session.Key);
        var heard = news?.FollowAsync(subscribed);
        await _bus.TellAllAsync(ChangedTopic, message, cancellationToken);
        if (heard is null || news!.IsToldElsewhere)
            heard = AskTellerAsync(session.Key, message, cancellationToken);
        await heard.WaitAsync(HearingLimit, _time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>With a session all its streams end.</summary>
    public async ValueTask EndAsync(string sessionKey)
    {
        SessionNews? news;
        lock (_gate)
            _sessions.Remove(sessionKey, out news);
        _logs.RemoveSession(sessionKey);
        if (news is not null)
            await news.DisposeAsync();
    }

    public void Dispose()
    {
        _told.Dispose();
        _heard.Dispose();
    }

    private async Task<Refusal?> TellAsync(
        LegacySession session, McpRequest request, IServerView view, Followed? missed, bool comesBack)
    {
        var log = _logs.Open(session, isStanding: true);
        using var reader = log.Attach(after: 0);
        log.Begin(missed?.Messages ?? (comesBack ? Unknown(session) : []));
        if (!TryAdd(session, view, log))
        {
            _logs.Remove(log);
            return LegacyRefusals.TooManyStreams;
        }

        try
        {
            await _streams.BeginAsync(session, request, log.Stream, 0);
            await _streams.WriteAsync(
                request, log.Stream, reader, async () => await IsAliveAsync(session, request), _closing);
        }
        finally
        {
            reader.Dispose();
            _ = ForgetAsync(session.Key, log);
        }

        return null;
    }

    private async ValueTask<bool> IsAliveAsync(LegacySession session, McpRequest request)
    {
        try
        {
            return await _store.FindAsync(
                session.Record.Id, session.Owner, request.Server.Resource, request.Http.RequestAborted) is not null;
        }
        catch (SharedStateException)
        {
            // Nothing is known: the next time decides, and the session's own idle time goes on.
            return true;
        }
    }

    /// <summary>
    /// A stream of a replica that has gone with all it had to tell: whatever may have changed is said to have.
    /// </summary>
    private static IEnumerable<byte[]> Unknown(LegacySession session)
    {
        foreach (var list in (string[])["tools", "prompts", "resources"])
            yield return LegacyMessages.Notification($"notifications/{list}/list_changed", default).ToArray();
        foreach (var uri in session.Record.State.Subscriptions)
        {
            var parameters = JsonSerializer.SerializeToUtf8Bytes(
                new Dictionary<string, string> { ["uri"] = uri }, LegacyBusJson.Default.DictionaryStringString);
            yield return LegacyMessages.Notification("notifications/resources/updated", parameters).ToArray();
        }
    }

    private bool TryAdd(LegacySession session, IServerView view, EventLog log)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(session.Key, out var news))
                _sessions[session.Key] = news = new SessionNews(session, view, _shared, _bus, _updates, _time);
            return news.TryAdd(log, _options.StreamsPerSession);
        }
    }

    /// <summary>When its client has not come back, and at once if there is nobody to wait for.</summary>
    private async Task ForgetAsync(string sessionKey, EventLog log)
    {
        if (!log.IsComplete && !_closing.IsCancellationRequested)
            await Task.Delay(_options.ReplayTime, _time, _closing)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        SessionNews? over = null;
        _logs.Remove(log);
        lock (_gate)
        {
            if (_sessions.TryGetValue(sessionKey, out var news) && news.Remove(log))
            {
                _sessions.Remove(sessionKey);
                over = news;
            }
        }

        if (over is not null)
            await over.DisposeAsync();
    }

    private SessionNews? Find(string sessionKey)
    {
        lock (_gate)
            return _sessions.GetValueOrDefault(sessionKey);
    }

    private Task FollowAsync(ReadOnlySpan<byte> message)
    {
        var said = JsonSerializer.Deserialize(message, LegacyBusJson.Default.Subscribed)!;
        return Find(said.SessionKey)?.FollowAsync(said) ?? Task.CompletedTask;
    }

    /// <summary>Completes when the replica that tells a session's news listens; nobody may.</summary>
    private async Task AskTellerAsync(string sessionKey, byte[] message, CancellationToken cancellationToken)
    {
        if (await _shared.FindAsync(SessionNews.LeaseKeyOf(sessionKey), cancellationToken) is not { } lease)
            return;

        var replica = Encoding.ASCII.GetString(lease).Split(' ')[0];
        await _bus.AskAsync(replica, HeardTopic, message, cancellationToken);
    }
}
