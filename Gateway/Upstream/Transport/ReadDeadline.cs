namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>How long a server may be silent; the caller's own end counts as well.</summary>
internal sealed class ReadDeadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _caller;
    private readonly TimeSpan _limit;

    public ReadDeadline(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        (_limit, _caller) = (limit, caller);
        _source = new CancellationTokenSource(limit, time);
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether it is the silence that ended the wait.</summary>
    public bool HasPassed => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Restart()
    {
        try
        {
            _source.CancelAfter(_limit);
        }
        catch (ObjectDisposedException)
        {
            // The client's answer came when the server's was there already.
        }
    }

    /// <summary>Nothing counts while it is not the server that is waited for.</summary>
    public void Pause() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
