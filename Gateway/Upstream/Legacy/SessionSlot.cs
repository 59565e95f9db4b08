namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>What this replica of the gateway knows of one caller's session.</summary>
/// <param name="key">The session's key in shared state.</param>
/// <param name="caller">Whose it is.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionSlot(string key, UpstreamCaller caller, TimeProvider time)
{
    private readonly TaskCompletionSource _forgotten = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _uses;
    private bool _isRetired;
    private long _usedAt = time.GetTimestamp();

    public string Key { get; } = key;

    public UpstreamCaller Caller { get; } = caller;

    public Lock Gate { get; } = new();

    /// <summary>The session, once it has been opened or found.</summary>
    public LegacySession? Session { get; set; }

    /// <summary>The opening or finding of it, for all who wait.</summary>
    public Task<LegacySession>? Opening { get; set; }

    /// <summary>What <c>logging/setLevel</c> said last in this session.</summary>
    public string? LogLevel { get; set; }

    /// <summary>The session's stream, once somebody has listened to it.</summary>
    public SessionFeed? Feed { get; set; }

    /// <summary>Completes when the session has been ended for good.</summary>
    public Task Forgotten => _forgotten.Task;

    /// <summary>When shared state last heard that the session is used.</summary>
    public long ProlongedAt { get; set; } = time.GetTimestamp();

    public void Forget() => _forgotten.TrySetResult();

    /// <summary>Uses it until <see cref="Leave"/>; false if it has just been let go of.</summary>
    public bool TryEnter()
    {
        lock (Gate)
        {
            _uses += _isRetired ? 0 : 1;
            return !_isRetired;
        }
    }

    public void Leave()
    {
        lock (Gate)
        {
            _usedAt = time.GetTimestamp();
            _uses--;
        }
    }

    /// <summary>Lets go of it if nobody has used it for so long; nobody will from then on.</summary>
    public bool TryRetire(TimeSpan idle)
    {
        lock (Gate)
            return _isRetired = _isRetired || (_uses == 0 && time.GetElapsedTime(_usedAt) >= idle);
    }
}
