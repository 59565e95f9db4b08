namespace McpAspire.Gateway.Audit.Writing;

/// <summary>What waits to be written, bounded, between the callers and the one thread that writes.</summary>
internal sealed class TrailQueue(int maxPendingBytes)
{
    /// <summary>How long a row waits that nobody waits for, so that it shares a flush with a decision.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private Batch _filling = new();
    private Batch _writing = new();
    private bool _isUrgent;
    private bool _isIdle;
    private bool _isStopping;
    private volatile Exception? _failure;
    private long _lost;

    /// <summary>Why rows are not taken at the moment.</summary>
    public Exception? Failure => _failure;

    /// <summary>
    /// Takes a row. The task ends when it is on disk; null if there is no room for it before some more is written,
    /// for which <paramref name="room"/> is to be awaited.
    /// </summary>
    public Task? TryAppend(ReadOnlySpan<byte> members, bool isUrgent, out Task room)
    {
        lock (_gate)
        {
            room = _filling.Completion.Task;
            if (_failure is not null || _isStopping)
            {
                _lost++;
                return Task.FromException(new AuditUnavailableException(_failure));
            }

            if (_filling.Count > 0 && _filling.Bytes + members.Length > maxPendingBytes)
                return null;

            _filling.Add(members);
            if (_isIdle || (isUrgent && !_isUrgent))
                Monitor.Pulse(_gate);
            _isIdle = false;
            _isUrgent |= isUrgent;
            return room;
        }
    }

    /// <summary>
    /// Waits for rows and gives them to the writer; an empty batch when it is time to try again after a failure, null
    /// when there will be no more.
    /// </summary>
    public Batch? Take()
    {
        lock (_gate)
        {
            while (!_isStopping && !_isUrgent && Wait())
            {
            }

            if (_isStopping && _filling.Count == 0)
                return null;

            (_filling, _writing) = (_writing, _filling);
            _filling.Clear();
            _isUrgent = false;
            return _writing;
        }
    }

    /// <summary>Refuses whoever waits, and all that come, until the writer has been able to go on.</summary>
    /// <returns>Whether this is another failure than before.</returns>
    public bool Fail(Exception exception)
    {
        Batch[] failed;
        bool isNew;
        lock (_gate)
        {
            isNew = _failure?.Message != exception.Message;
            _failure = exception;
            failed = [_writing, _filling];
            _lost += _writing.Count + _filling.Count;
            (_writing, _filling, _isUrgent) = (new Batch(), new Batch(), false);
        }

        foreach (var batch in failed)
        {
            // Nobody may be waiting, which is not to be reported as an exception that nobody saw.
            batch.Completion.TrySetException(new AuditUnavailableException(exception));
            _ = batch.Completion.Task.Exception;
        }

        return isNew;
    }

    /// <summary>What has failed and how many rows were lost by it, for the row that tells so.</summary>
    public (Exception? Failure, long Lost) Losses()
    {
        lock (_gate)
            return (_failure, _lost);
    }

    /// <summary>Takes rows again, once what was lost has been recorded.</summary>
    public void GoOn(long recorded)
    {
        lock (_gate)
        {
            _lost -= recorded;
            _failure = null;
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for something to happen; false when the time has come to write without it.</summary>
    private bool Wait()
    {
        if (_failure is not null)
            return Monitor.Wait(_gate, Retry);
        if (_filling.Count > 0)
            return Monitor.Wait(_gate, Linger);

        _isIdle = true;
        Monitor.Wait(_gate);
        _isIdle = false;
        return true;
    }
}
