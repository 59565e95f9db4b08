using System.Text.Json;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// Lets a client go on with the answer that it lost the connection to (2025-11-25, resumability): that very stream,
/// behind the event that it saw last, wherever the stream is.
/// </summary>
internal sealed class Resumption : IDisposable
{
    private const string FollowTopic = "legacy-follow";

    /// <summary>How long a replica waits for something to be said before it says that there is nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BusTimeout = TimeSpan.FromSeconds(15);

    private readonly EventLogs _logs;
    private readonly EventStream _streams;
    private readonly IReplicaBus _bus;
    private readonly TimeProvider _time;
    private readonly IDisposable _told;

    public Resumption(EventLogs logs, EventStream streams, IReplicaBus bus, TimeProvider time)
    {
        (_logs, _streams, _bus, _time) = (logs, streams, bus, time);
        _told = bus.Handle(FollowTopic, AnswerAsync);
    }

    /// <summary>Goes on with the answer to a request.</summary>
    public async Task<Refusal?> AnswerAsync(LegacySession session, McpRequest request, EventId last)
    {
        if (last.Replica != _bus.ReplicaId)
            return await RelayAsync(session, request, last);
        if (_logs.Find(last.Stream, session.Key) is not { } log || log.Last < last.Number)
            return LegacyRefusals.BadEventId;

        using var reader = log.Attach(last.Number);
        await _streams.BeginAsync(session, request, log.Stream, last.Number);
        await _streams.WriteAsync(request, log.Stream, reader, isAlive: null, CancellationToken.None);
        return null;
    }

    /// <summary>What was said in a stream behind an event; null for one that has gone.</summary>
    public async Task<Followed?> FindAsync(LegacySession session, EventId last, CancellationToken cancellationToken)
    {
        var question = new Follow(session.Key, last.Stream, last.Number);
        if (last.Replica == _bus.ReplicaId)
            return await FindHereAsync(question, cancellationToken) is { IsKnown: true } here ? here : null;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = _time.CreateTimer(_ => patience.Cancel(), null, BusTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            var message = JsonSerializer.SerializeToUtf8Bytes(question, LegacyBusJson.Default.Follow);
            return await _bus.AskAsync(last.Replica, FollowTopic, message, patience.Token) is { } said
                && JsonSerializer.Deserialize(said.Span, LegacyBusJson.Default.Followed) is { IsKnown: true } followed
                    ? followed
                    : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _told.Dispose();

    private async Task<Refusal?> RelayAsync(LegacySession session, McpRequest request, EventId last)
    {
        var aborted = request.Http.RequestAborted;
        var followed = await FindAsync(session, last, aborted);
        if (followed is null)
            return LegacyRefusals.BadEventId;

        await _streams.BeginAsync(session, request, last.Stream, last.Number);
        while (followed is not null)
        {
            await _streams.WriteAsync(request, last.Stream, followed);
            if (followed.IsOver)
                break;

            if (followed.Messages.Length > 0)
                last = last with { Number = followed.First + followed.Messages.Length - 1 };
            followed = await FindAsync(session, last, aborted);
        }

        return null;
    }

    private async ValueTask<ReadOnlyMemory<byte>> AnswerAsync(
        ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var question = JsonSerializer.Deserialize(message.Span, LegacyBusJson.Default.Follow)!;
        var answer = await FindHereAsync(question, cancellationToken);
        return JsonSerializer.SerializeToUtf8Bytes(answer, LegacyBusJson.Default.Followed);
    }

    private async Task<Followed> FindHereAsync(Follow question, CancellationToken cancellationToken)
    {
        if (_logs.Find(question.Stream, question.SessionKey) is not { } log || log.Last < question.After)
            return new Followed(IsKnown: false, IsOver: true, 0, []);

        // The client has gone from the connection that it had here.
        log.Displace();
        if (!log.IsStanding)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(log.SaidAfter(question.After), Task.Delay(Patience, _time, waiting.Token));
            await waiting.CancelAsync();
        }

        var (events, isComplete) = log.After(question.After);
        var first = events.Count > 0 ? events[0].Number : 0;
        if (log.IsStanding)
            _logs.Remove(log);
        return new Followed(true, isComplete, first, [.. events.Select(said => said.Message.ToArray())]);
    }
}
