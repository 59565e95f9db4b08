using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>The event streams of this replica: those that are open, and for a while those that have ended.</summary>
internal sealed class EventLogs : IDisposable
{
    /// <summary>Of one session; a client that lets more streams break has lost the oldest.</summary>
    private const int MaxEnded = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<EventLog>> _sessions = new(StringComparer.Ordinal);
    private readonly IReplicaBus _bus;
    private readonly TimeProvider _time;
    private readonly LegacyClientOptions _options;
    private readonly ITimer _sweep;

    public EventLogs(IReplicaBus bus, IOptions<McpOptions> options, TimeProvider time)
    {
        _bus = bus;
        _time = time;
        _options = options.Value.LegacyClients;
        _sweep = time.CreateTimer(_ => Sweep(), null, _options.ReplayTime, _options.ReplayTime);
    }

    public EventLog Open(LegacySession session, bool isStanding)
    {
        var name = EventId.NewStream(session.Key, _bus.ReplicaId, isStanding);
        var log = new EventLog(name, session.Key, isStanding, _options);
        lock (_gate)
        {
            if (!_sessions.TryGetValue(session.Key, out var logs))
                _sessions[session.Key] = logs = [];

            logs.Add(log);
            if (logs.Count(known => known.IsComplete) > MaxEnded)
                logs.Remove(logs.Find(known => known.IsComplete)!);
        }

        return log;
    }

    /// <summary>A stream of that very session, or null.</summary>
    public EventLog? Find(string stream, string sessionKey)
    {
        lock (_gate)
            return _sessions.GetValueOrDefault(sessionKey)?.Find(log => log.Stream == stream);
    }

    /// <summary>Nothing more will be said; what was said can be had for a while.</summary>
    public void Complete(EventLog log) => log.Complete(_time.GetTimestamp());

    /// <summary>What was written to a connection may still be lost on it; kept, unless that would be much.</summary>
    public void Written(EventLog log)
    {
        if (!log.IsSmall)
            Remove(log);
    }

    /// <summary>Forgets a stream.</summary>
    public void Remove(EventLog log)
    {
        Complete(log);
        lock (_gate)
            Remove(log.SessionKey, known => known == log);
    }

    /// <summary>With a session its streams end, and nothing of them can be had any more.</summary>
    public void RemoveSession(string sessionKey)
    {
        List<EventLog>? logs;
        lock (_gate)
            _sessions.Remove(sessionKey, out logs);
        foreach (var log in logs ?? [])
            Complete(log);
    }

    public void Dispose() => _sweep.Dispose();

    private void Sweep()
    {
        lock (_gate)
        {
            foreach (var key in _sessions.Keys.ToArray())
                Remove(key, log => log.CompletedAt is { } end && _time.GetElapsedTime(end) >= _options.ReplayTime);
        }
    }

    private void Remove(string sessionKey, Predicate<EventLog> isForgotten)
    {
        if (!_sessions.TryGetValue(sessionKey, out var logs))
            return;

        logs.RemoveAll(isForgotten);
        if (logs.Count == 0)
            _sessions.Remove(sessionKey);
    }
}
