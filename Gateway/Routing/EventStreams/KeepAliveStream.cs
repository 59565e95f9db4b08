namespace McpAspire.Gateway.Routing.EventStreams;

/// <summary>
/// An event stream to a caller that gets a comment whenever it was silent for a while, and only between two events: a
/// comment within one would be legal and is not, for some readers.
/// </summary>
internal sealed class KeepAliveStream : Stream
{
    private static readonly byte[] Comment = ": keep-alive\n\n"u8.ToArray();

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Stream _inner;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private EventBoundary _boundary;
    private long _lastWrite;
    private bool _hasEnded;

    public KeepAliveStream(Stream inner, TimeSpan interval, TimeProvider time)
    {
        (_inner, _interval, _time) = (inner, interval, time);
        _lastWrite = time.GetTimestamp();
        _timer = time.CreateTimer(
            static state => _ = ((KeepAliveStream)state!).TickAsync(), this, interval, Timeout.InfiniteTimeSpan);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _boundary.Append(buffer.Span);
            await _inner.WriteAsync(buffer, cancellationToken);
            _lastWrite = _time.GetTimestamp();
        }
        finally
        {
            _turn.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    /// <summary>
    /// No comment is written after this. The server uses the stream beneath again for the next answer on the
    /// connection, where it would not belong.
    /// </summary>
    public async ValueTask EndAsync()
    {
        await _timer.DisposeAsync();
        await _turn.WaitAsync();
        _hasEnded = true;
        _turn.Release();
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task TickAsync()
    {
        // Somebody who writes at this moment is sign of life enough.
        var next = _interval;
        if (await _turn.WaitAsync(TimeSpan.Zero))
        {
            try
            {
                if (_hasEnded)
                    return;

                var silence = _time.GetElapsedTime(_lastWrite);
                if (silence < _interval)
                {
                    next = _interval - silence;
                }
                else if (_boundary.IsBetweenEvents)
                {
                    await _inner.WriteAsync(Comment);
                    await _inner.FlushAsync();
                    _lastWrite = _time.GetTimestamp();
                }
            }
            catch (Exception)
            {
                // The caller has gone; the server ends the request for it.
                return;
            }
            finally
            {
                _turn.Release();
            }
        }

        _timer.Change(next, Timeout.InfiniteTimeSpan);
    }
}
