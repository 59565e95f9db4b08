using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Routing;

namespace McpAspire.Gateway.Inspection;

/// <summary>
/// A body of one message, checked in the buffers that it is copied through. What fits into the reader's first buffer is
/// held back until it is judged, so that a bad answer becomes a clean error; of a longer one the last byte is, so that
/// nobody takes a bad one for complete.
/// </summary>
internal sealed class JsonAnswerStream(Stream inner, McpRequest request, int status, long limit) : ForwardOnlyStream
{
    private readonly MessageScanner _scanner = new(request.RequestId);
    private TimeSpan _waited;
    private long _length;
    private bool _hasBegun;
    private bool _hasEnded;
    private byte _last;
    private bool _holdsLast;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_hasEnded || buffer.IsEmpty)
            return _hasEnded ? 0 : await inner.ReadAsync(buffer, cancellationToken);

        var filled = TakeLast(buffer);
        while (true)
        {
            var pending = inner.ReadAsync(buffer[filled..], cancellationToken);
            var read = pending.IsCompleted ? await pending : await WaitAsync(pending);
            Check(buffer.Span.Slice(filled, read));
            filled += read;
            if (read == 0)
            {
                Conclude();
                return filled;
            }

            if (filled == buffer.Length)
                return _scanner.IsDone ? HoldLast(buffer) : Begin(filled);
            if (_hasBegun && !_scanner.IsDone)
                return filled;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _scanner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// All reads together may wait for as long as one of them, so that a backend cannot go on for ever a byte at a
    /// time. The time that the caller takes does not count.
    /// </summary>
    private async ValueTask<int> WaitAsync(ValueTask<int> pending)
    {
        var began = TimeProvider.System.GetTimestamp();
        var read = await pending;
        _waited += TimeProvider.System.GetElapsedTime(began);
        return _waited <= request.Server.Timeout
            ? read
            : throw Fail(BackendFaults.TimedOut, BackendFaults.TimedOut.Message);
    }

    private int TakeLast(Memory<byte> buffer)
    {
        if (!_holdsLast)
            return 0;

        _holdsLast = false;
        buffer.Span[0] = _last;
        return 1;
    }

    private int HoldLast(Memory<byte> buffer)
    {
        _holdsLast = true;
        _last = buffer.Span[^1];
        return Begin(buffer.Length - 1);
    }

    private int Begin(int filled)
    {
        _hasBegun = true;
        return filled;
    }

    private void Check(ReadOnlySpan<byte> piece)
    {
        _length += piece.Length;
        if (_length > limit)
            throw Fail(AnswerFaults.TooLarge, AnswerFaults.TooLarge.Message);
        if (!_scanner.Scan(piece))
            throw Fail(Malformed(), _scanner.Fault!.Message);
    }

    private void Conclude()
    {
        _hasEnded = true;
        if (!_scanner.Conclude())
            throw Fail(Malformed(), _scanner.Fault!.Message);
        if (Judge() is { } fault)
            throw Fail(Malformed(), fault.Message);
    }

    /// <summary>Servers that refuse a request as a whole cannot always say which one it was.</summary>
    private JsonRpcFault? Judge()
    {
        if (status >= StatusCodes.Status400BadRequest)
            return _scanner.HasError ? null : AnswerFaults.NotAnAnswer;
        if (_scanner.Method is not null)
            return AnswerFaults.NotAnAnswer;

        return _scanner.Id == AnswerId.Expected ? null : AnswerFaults.WrongId;
    }

    /// <summary>The status of a refusal tells more than its body, so it stays.</summary>
    private Refusal Malformed() =>
        status >= StatusCodes.Status400BadRequest ? BackendFaults.OfStatus(status) : AnswerFaults.Malformed;

    private MalformedAnswerException Fail(Refusal refusal, string cause)
    {
        request.BackendFault = refusal;
        return new MalformedAnswerException(cause);
    }
}
