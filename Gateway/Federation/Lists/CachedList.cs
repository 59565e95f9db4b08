using System.Text.Json;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>
/// One list of one server. It is read when it is asked for and too old, by one reader for all who wait, and never
/// more often than once in an interval, whatever the server or a caller does.
/// </summary>
internal sealed class CachedList(
    ListKind kind,
    ListReader reader,
    ListLog log,
    Action<ListKind> changed,
    TimeSpan deadline,
    TimeProvider time)
{
    /// <summary>How soon a list may be read again.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>When to try again with a server that failed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile ListState _state = ListState.Unknown;
    private volatile bool _isOutdated;
    private bool _isAwaited;
    private Task<ListState>? _reading;

    public ListKind Kind => kind;

    /// <summary>What is known now, without waiting; what is too old is read anew meanwhile.</summary>
    public ListState Glance()
    {
        var state = _state;
        if (!IsGood(state))
            _ = ReadAsync();
        return state;
    }

    /// <summary>
    /// What is true now. Only the first to meet a dead server waits for it: as long as it is known to be dead, it is
    /// tried again without holding up anybody.
    /// </summary>
    public Task<ListState> CurrentAsync(CancellationToken cancellationToken)
    {
        var state = _state;
        if (IsGood(state))
            return Task.FromResult(state);

        var reading = ReadAsync();
        return state.Failure is null ? reading.WaitAsync(cancellationToken) : Task.FromResult(state);
    }

    /// <summary>What is true now, read anew unless that has just been done: for names that are not listed.</summary>
    public Task<ListState> NewerAsync(CancellationToken cancellationToken)
    {
        var state = _state;
        return IsRecent(state) ? Task.FromResult(state) : ReadAsync().WaitAsync(cancellationToken);
    }

    /// <summary>
    /// The server says that it has changed. It is read again before long, so that those who listen learn whether it
    /// has; what the server says until then is the same news. A change that is told of while the list is read counts
    /// for the next reading, and who listens no longer leaves it to be done for those who come.
    /// </summary>
    public async Task OutdateAsync()
    {
        lock (_gate)
        {
            _isOutdated = true;
            if (_isAwaited)
                return;
            _isAwaited = true;
        }

        while (IsStillOutdated())
        {
            var wait = _state.ReadAt + Interval - time.GetUtcNow();
            await (wait > TimeSpan.Zero ? Task.Delay(wait, time) : ReadAsync());
        }
    }

    private bool IsStillOutdated()
    {
        lock (_gate)
            return _isAwaited = _isOutdated;
    }

    private bool IsGood(ListState state) =>
        time.GetUtcNow() < state.Until && (!_isOutdated || IsRecent(state));

    private bool IsRecent(ListState state) => time.GetUtcNow() < state.ReadAt + Interval;

    private Task<ListState> ReadAsync()
    {
        lock (_gate)
        {
            return _reading ??= Start();
        }
    }

    /// <summary>
    /// Not here: whoever asks must not do the work inside the lock, nor must one who gives up end it for all. It is
    /// for everybody, so nobody's trace and identity go with it.
    /// </summary>
    private Task<ListState> Start()
    {
        using var nobody = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        return Task.Run(ReadOnceAsync, CancellationToken.None);
    }

    private async Task<ListState> ReadOnceAsync()
    {
        // Before reading: a change that is told of meanwhile may not be in what is read.
        _isOutdated = false;
        var before = _state;
        var (list, failure) = await TryReadAsync();
        var now = time.GetUtcNow();
        if (list is not null && before.List is { } old && list.Digest.SequenceEqual(old.Digest))
            // The same object, so that what was made of it stays good.
            list = old.Ttl == list.Ttl ? old : list;

        var pause = failure is null ? ListLifetime.Bounded(list!.Ttl) : Pause;
        var state = new ListState(list ?? before.List, failure, now, now + pause);
        lock (_gate)
        {
            _state = state;
            _reading = null;
        }

        log.Report(kind, before, state);
        if (before != ListState.Unknown && !ReferenceEquals(before.Shown, state.Shown))
            changed(kind);
        return state;
    }

    private async Task<(ServerList? List, Refusal? Failure)> TryReadAsync()
    {
        using var end = new CancellationTokenSource(deadline, time);
        try
        {
            return (await reader.ReadAsync(kind, end.Token), null);
        }
        catch (UpstreamException exception)
        {
            return (null, exception.Refusal);
        }
        catch (OperationCanceledException)
        {
            return (null, ListRefusals.TooSlow);
        }
        catch (JsonException)
        {
            return (null, ListRefusals.NotAList);
        }
        catch (Exception exception)
        {
            log.Failed(kind, exception);
            return (null, ListRefusals.Failed);
        }
    }
}
