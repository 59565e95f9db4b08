using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Routing.Health;

/// <summary>
/// What is known of one backend from the requests that it got. While it is closed and all goes well, a request costs
/// two counters and no lock.
/// </summary>
internal sealed class Circuit(TimeProvider time)
{
    private const int SmallestSample = 20;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private volatile CircuitState _state;
    private long _windowBegan;
    private int _inWindow;
    private int _failedInWindow;
    private int _failedInARow;
    private long _opened;
    private TimeSpan _break;

    public CircuitState State => _state;

    /// <summary>How long nothing will be sent for sure.</summary>
    public TimeSpan Rest
    {
        get
        {
            lock (_gate)
            {
                var rest = _break - time.GetElapsedTime(_opened);
                return _state == CircuitState.Open && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Whether the caller may send the one request that decides; it has to tell how it ended.</summary>
    public bool TryBeginTrial()
    {
        lock (_gate)
        {
            if (_state != CircuitState.Open || time.GetElapsedTime(_opened) < _break)
                return false;

            _state = CircuitState.HalfOpen;
            return true;
        }
    }

    /// <summary>The trial ended without saying anything about the backend; the next request is one.</summary>
    public void AbandonTrial()
    {
        lock (_gate)
        {
            if (_state == CircuitState.HalfOpen)
                _state = CircuitState.Open;
        }
    }

    /// <summary>Returns whether this closed the circuit.</summary>
    public bool Succeeded(bool isTrial)
    {
        if (!isTrial)
        {
            Interlocked.Increment(ref _inWindow);
            if (Volatile.Read(ref _failedInARow) != 0)
                Volatile.Write(ref _failedInARow, 0);
            return false;
        }

        lock (_gate)
        {
            if (_state != CircuitState.HalfOpen)
                return false;

            _state = CircuitState.Closed;
            Forget();
            return true;
        }
    }

    /// <summary>Returns whether this opened the circuit, which was closed before.</summary>
    public bool Failed(bool isTrial, CircuitOptions options)
    {
        lock (_gate)
        {
            if (isTrial)
            {
                if (_state == CircuitState.HalfOpen)
                    Open(options);
                return false;
            }

            // What was sent before it opened says nothing new.
            if (_state != CircuitState.Closed || !options.Enabled)
                return false;

            if (time.GetElapsedTime(_windowBegan) > Window)
            {
                _windowBegan = time.GetTimestamp();
                (_inWindow, _failedInWindow) = (0, 0);
            }

            _failedInWindow++;
            var all = Interlocked.Increment(ref _inWindow);
            var isOften = all >= SmallestSample && _failedInWindow >= options.FailureRate * all;
            if (++_failedInARow < options.Failures && !isOften)
                return false;

            Open(options);
            return true;
        }
    }

    private void Open(CircuitOptions options)
    {
        _opened = time.GetTimestamp();
        _break = options.Break;
        _state = CircuitState.Open;
    }

    private void Forget() => (_windowBegan, _inWindow, _failedInWindow, _failedInARow) = (time.GetTimestamp(), 0, 0, 0);
}
