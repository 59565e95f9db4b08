using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace McpAspire.Gateway.Transport;

/// <summary>
/// One connection and its exchanges, one after another. While it is idle it already waits for the next answer: that
/// saves asking the socket whether its peer is still there, and whatever comes uninvited makes it unusable. Whatever
/// ends a wait before its time closes the connection.
/// </summary>
internal sealed class TransportConnection
{
    private const int Small = 4096;
    private const int MostInformational = 8;

    private static readonly Action<object?> AbortIt = static self => ((TransportConnection)self!).Abort();

    private readonly Socket _socket;
    private readonly ConnectionPool _pool;
    private readonly long _opened;
    private readonly HeadStrings _strings = new();

    // Not of a pool of arrays: a receive may be under way in it when the connection is closed.
    private readonly byte[] _small = new byte[Small];
    private byte[] _buffer;
    private int _start;
    private int _end;
    private ValueTask<int> _readAhead;
    private bool _readsAhead;
    private long _idleSince;
    private TimeSpan _idleLimit;
    private int _isClosed;

    public TransportConnection(Socket socket, ConnectionPool pool)
    {
        (_socket, _pool, _buffer) = (socket, pool, _small);
        _opened = pool.Time.GetTimestamp();
    }

    /// <summary>Whether it can take another request. Only for who has taken it out of the pool, or locks the pool.</summary>
    public bool IsUsable =>
        !_readAhead.IsCompleted
        && _pool.Time.GetElapsedTime(_idleSince) < _idleLimit
        && _pool.Time.GetElapsedTime(_opened) < _pool.Limits.Lifetime;

    /// <summary>Whether the last request got not one byte of an answer.</summary>
    public bool HeardNothing { get; private set; }

    /// <summary>What has been received and not yet consumed.</summary>
    public ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(_start, _end - _start);

    public void Consume(int count) => _start += count;

    /// <summary>Sends, and returns when the head of the answer is there.</summary>
    public async Task<HttpResponseMessage> ExchangeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HeardNothing = true;
        var abort = cancellationToken.UnsafeRegister(AbortIt, this);
        var sending = SendAsync(request, cancellationToken);
        try
        {
            if (sending.IsCompleted)
                await sending;
            var head = await ReceiveHeadAsync(request);
            // Some refuse a body before they have read it. What is left of it must not be taken for the next request.
            if (sending.IsCompleted)
                await sending;
            else
            {
                head.Close();
                _ = Observe(sending);
            }

            abort.Dispose();
            return Begin(head);
        }
        catch (Exception exception)
        {
            abort.Dispose();
            Abort();
            _ = Observe(sending);
            cancellationToken.ThrowIfCancellationRequested();
            if (sending.IsFaulted && exception is not FramingException)
                exception = sending.Exception.InnerException!;
            if (exception is SocketException or IOException or ObjectDisposedException)
                throw new HttpRequestException(HttpRequestError.ResponseEnded, exception.Message, exception);
            if (exception is not HttpRequestException)
                throw new HttpRequestException(exception.Message, exception);
            throw exception;
        }
    }

    /// <summary>Receives into the caller's buffer; there is nothing left in the connection's own. 0 is the end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        var abort = cancellationToken.UnsafeRegister(AbortIt, this);
        try
        {
            return await _socket.ReceiveAsync(destination);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Abort();
            cancellationToken.ThrowIfCancellationRequested();
            throw new HttpIOException(HttpRequestError.ResponseEnded, exception.Message, exception);
        }
        finally
        {
            abort.Dispose();
        }
    }

    /// <summary>Receives into the connection's own buffer, which is empty; false at the end.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = _end = 0;
        _end = await ReceiveAsync(_buffer, cancellationToken);
        return _end > 0;
    }

    /// <summary>The response has been read to its end.</summary>
    public void Release(bool isReusable, TimeSpan idleLimit)
    {
        if (!isReusable || _start != _end || Volatile.Read(ref _isClosed) != 0)
        {
            Abort();
            return;
        }

        (_start, _end, _buffer) = (0, 0, _small);
        _idleSince = _pool.Time.GetTimestamp();
        _idleLimit = idleLimit < _pool.Limits.Idle ? idleLimit : _pool.Limits.Idle;
        try
        {
            _readAhead = _socket.ReceiveAsync(_buffer.AsMemory());
            _readsAhead = true;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Abort();
            return;
        }

        if (_readAhead.IsCompleted)
            Abort();
        else
            _pool.Return(this);
    }

    /// <summary>Closes it for good; whoever waits for it fails.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;

        _socket.Dispose();
        _pool.Closed();
    }

    private async Task SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var output = new RequestOutput(_socket);
        try
        {
            RequestHead.Write(output, request);
            if (request.Content is { } content)
                await content.CopyToAsync(output, cancellationToken);
            await output.CompleteAsync();
        }
        catch
        {
            // Ends the wait for an answer that cannot come any more.
            Abort();
            throw;
        }
    }

    /// <summary>It ends with the connection, and nobody waits for it.</summary>
    private static async Task Observe(Task sending) =>
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async ValueTask<ResponseHead> ReceiveHeadAsync(HttpRequestMessage request)
    {
        for (var informational = 0; informational <= MostInformational; informational++)
        {
            int length;
            while ((length = ResponseHead.Find(Buffered.Span)) == 0)
                await ReceiveMoreAsync();
            var head = ResponseHead.Read(_buffer.AsSpan(_start, length), request, _strings);
            _start += length;
            if (head.Response is not null)
                return head;
        }

        throw new FramingException("There are too many informational responses.");
    }

    private async ValueTask ReceiveMoreAsync()
    {
        if (_end - _start >= _pool.Limits.Head)
            throw new FramingException("The head of the response is too large.");

        if (_end == _buffer.Length)
        {
            var larger = new byte[_buffer.Length * 2];
            Buffered.Span.CopyTo(larger);
            (_buffer, _start, _end) = (larger, 0, _end - _start);
        }

        var isAhead = _readsAhead;
        _readsAhead = false;
        var count = isAhead ? await _readAhead : await _socket.ReceiveAsync(_buffer.AsMemory(_end));
        if (count == 0)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The server closed without an answer.");
        HeardNothing = false;
        _end += count;
    }

    private HttpResponseMessage Begin(in ResponseHead head)
    {
        if (head.Framing == BodyFraming.None)
            Release(head.KeepsAlive, head.IdleLimit);
        else
            head.Content!.Attach(BodyStream.Of(this, head));
        return head.Response!;
    }
}
