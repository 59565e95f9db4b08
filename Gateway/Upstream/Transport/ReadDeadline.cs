namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>How long a server may be silent; the caller's own end counts as well.</summary>
internal sealed class ReadDeadline : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _caller;
    private readonly TimeSpan _limit;
    private readonly Func<bool>? _isExcused;
    private readonly ITimer _timer;

    /// <param name="limit">How long.</param>
    /// <param name="time">The clock.</param>
    /// <param name="caller">The caller's end.</param>
    /// <param name="isExcused">Whether somebody else is waited for when the time is over; then it begins again.</param>
    public ReadDeadline(TimeSpan limit, TimeProvider time, CancellationToken caller, Func<bool>? isExcused = null)
    {
        (_limit, _caller, _isExcused) = (limit, caller, isExcused);
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        _timer = time.CreateTimer(
            static deadline => ((ReadDeadline)deadline!).Pass(), this, limit, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether it is the silence that ended the wait.</summary>
    public bool HasPassed => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Does nothing after the end: the client's answer may come when the server's is there already.</summary>
    public void Restart() => _timer.Change(_limit, Timeout.InfiniteTimeSpan);

    /// <summary>Nothing counts while it is not the server that is waited for.</summary>
    public void Pause() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer.Dispose();
        _registration.Dispose();
        _source.Dispose();
    }

    private void Pass()
    {
        if (_isExcused?.Invoke() == true)
        {
            Restart();
            return;
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The server has answered in this moment.
        }
    }
}
