namespace McpAspire.Gateway.Transport;

/// <summary>
/// A body, read from its connection as fast as its reader asks. Read to its end it gives the connection back; in every
/// other case the connection is closed, as nobody knows what would come next on it.
/// </summary>
internal abstract class BodyStream(TransportConnection connection, in ResponseHead head) : Stream
{
    private readonly bool _keepsAlive = head.KeepsAlive;
    private readonly TimeSpan _idleLimit = head.IdleLimit;
    private int _isOver;

    public static BodyStream Of(TransportConnection connection, in ResponseHead head) => head.Framing switch
    {
        BodyFraming.Length => new LengthBodyStream(connection, head),
        BodyFraming.Chunked => new ChunkedBodyStream(connection, head),
        _ => new CloseBodyStream(connection, head),
    };

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    protected TransportConnection Connection => connection;

    /// <summary>Whether it has been read to its end, or is not wanted any more.</summary>
    protected bool IsOver => Volatile.Read(ref _isOver) != 0;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>There is nothing after what has been consumed.</summary>
    protected void End(bool isReusable = true)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
            connection.Release(isReusable && _keepsAlive, _idleLimit);
    }

    protected Exception Broken(string problem)
    {
        Dispose();
        return new HttpIOException(HttpRequestError.ResponseEnded, problem);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isOver, 1) == 0)
            connection.Abort();
        base.Dispose(disposing);
    }
}
