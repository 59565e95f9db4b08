namespace McpAspire.Gateway.Routing;

/// <summary>
/// All reads together may wait for so long, so that a backend cannot go on forever a byte at a time; the time that the
/// caller takes does not count. The source is linked to the caller's token already.
/// </summary>
internal sealed class DeadlineStream(Stream inner, CancellationTokenSource deadline, TimeSpan limit) : Stream
{
    private TimeSpan _left = limit;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(buffer, deadline.Token);
        return read.IsCompleted ? read : WaitAsync(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> WaitAsync(ValueTask<int> read)
    {
        var began = TimeProvider.System.GetTimestamp();
        deadline.CancelAfter(_left);
        try
        {
            return await read;
        }
        finally
        {
            var left = _left - TimeProvider.System.GetElapsedTime(began);
            _left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            if (!deadline.IsCancellationRequested)
                deadline.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            deadline.Dispose();
        }

        base.Dispose(disposing);
    }
}
