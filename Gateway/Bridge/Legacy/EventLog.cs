namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// One event stream apart from the connection that carries it: what was said last is kept, so that a client whose
/// connection broke can go on where it was (2025-11-25, resumability). One reads at a time, so that no message is
/// delivered on two connections.
/// </summary>
internal sealed class EventLog(string stream, string sessionKey, bool isStanding, LegacyClientOptions options)
{
    private readonly Lock _gate = new();
    private readonly List<LoggedEvent> _events = [];
    private TaskCompletionSource _said = NewSignal();
    private TaskCompletionSource _taken = NewSignal();
    private EventReader? _reader;
    private long _last;
    private long _bytes;

    /// <summary>What the ids of its events begin with.</summary>
    public string Stream { get; } = stream;

    public string SessionKey { get; } = sessionKey;

    /// <summary>Whether it is a GET stream, and not the answer to a request.</summary>
    public bool IsStanding { get; } = isStanding;

    /// <summary>The number of what was said last.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
                return _last;
        }
    }

    /// <summary>Whether what is kept is within the bounds: its last message alone may be beyond them.</summary>
    public bool IsSmall
    {
        get
        {
            lock (_gate)
                return _bytes <= options.ReplayBytes;
        }
    }

    /// <summary>Whether nothing will be said any more.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>When it was completed, as the time provider's timestamp; it is forgotten a while after.</summary>
    public long? CompletedAt { get; private set; }

    /// <summary>Whether somebody is connected to it.</summary>
    public bool IsRead
    {
        get
        {
            lock (_gate)
                return _reader is not null;
        }
    }

    /// <summary>Reads on behind an event; whoever has read so far has come to the end.</summary>
    public EventReader Attach(long after)
    {
        lock (_gate)
        {
            _reader = new EventReader(this, after);
            Renew(ref _said);
            Renew(ref _taken);
            return _reader;
        }
    }

    /// <summary>Ends the reading of whoever is connected, because the client reads on elsewhere.</summary>
    public void Displace()
    {
        lock (_gate)
        {
            _reader = null;
            Renew(ref _said);
            Renew(ref _taken);
        }
    }

    /// <summary>Says what a client missed elsewhere: it comes before everything else, and no reader could be waited for.</summary>
    public void Begin(IEnumerable<byte[]> missed)
    {
        foreach (var message in missed)
            Say(message);
    }

    /// <summary>
    /// Says a message. Completes at once unless a reader is so far behind that more than the bounds would be waiting
    /// for it: then when it has caught up, or has gone.
    /// </summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> message)
    {
        Say(message);
        while (FindLag() is { } lag)
            await lag;
    }

    public void Complete(long timestamp)
    {
        lock (_gate)
        {
            if (IsComplete)
                return;

            IsComplete = true;
            CompletedAt = timestamp;
            Renew(ref _said);
            Renew(ref _taken);
        }
    }

    /// <summary>What was said behind an event and is still known; and whether nothing will follow.</summary>
    public (IReadOnlyList<LoggedEvent> Events, bool IsComplete) After(long number)
    {
        lock (_gate)
            return (Find(number), IsComplete);
    }

    public Task ChangedFor(EventReader reader)
    {
        lock (_gate)
            return reader != _reader || IsComplete || _last > reader.Position ? Task.CompletedTask : _said.Task;
    }

    public (IReadOnlyList<LoggedEvent> Events, bool IsOver) TakeFor(EventReader reader)
    {
        lock (_gate)
        {
            if (reader != _reader)
                return ([], true);

            var events = Find(reader.Position);
            reader.Position = Math.Max(reader.Position, _last);
            Trim();
            Renew(ref _taken);
            return (events, IsComplete);
        }
    }

    public void Detach(EventReader reader)
    {
        lock (_gate)
        {
            if (reader != _reader)
                return;

            _reader = null;
            Trim();
            Renew(ref _taken);
        }
    }

    /// <summary>Completes when something is said after an event, for who looks from another replica.</summary>
    public Task SaidAfter(long number)
    {
        lock (_gate)
            return IsComplete || _last > number ? Task.CompletedTask : _said.Task;
    }

    private void Say(ReadOnlyMemory<byte> message)
    {
        lock (_gate)
        {
            if (IsComplete)
                return;

            _events.Add(new LoggedEvent(++_last, message));
            _bytes += message.Length;
            Trim();
            Renew(ref _said);
        }
    }

    private Task? FindLag()
    {
        lock (_gate)
        {
            if (IsComplete || _reader is not { } reader || _bytes <= options.ReplayBytes)
                return null;

            var waiting = 0L;
            foreach (var said in _events)
                waiting += said.Number > reader.Position ? said.Message.Length : 0;
            return waiting > options.ReplayBytes ? _taken.Task : null;
        }
    }

    private List<LoggedEvent> Find(long after) => _events.FindAll(said => said.Number > after);

    /// <summary>Forgets the oldest beyond the bounds, but nothing that a reader waits for, nor the very last.</summary>
    private void Trim()
    {
        var position = _reader?.Position ?? long.MaxValue;
        var forgotten = 0;
        while (forgotten < _events.Count - 1
            && _events[forgotten].Number <= position
            && (_events.Count - forgotten > options.ReplayEvents || _bytes > options.ReplayBytes))
        {
            _bytes -= _events[forgotten].Message.Length;
            forgotten++;
        }

        _events.RemoveRange(0, forgotten);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Renew(ref TaskCompletionSource signal)
    {
        var fired = signal;
        signal = NewSignal();
        fired.TrySetResult();
    }
}
