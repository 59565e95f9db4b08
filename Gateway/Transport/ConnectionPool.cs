using System.Net;
using System.Net.Sockets;

namespace McpAspire.Gateway.Transport;

/// <summary>The connections to one destination. The one used last is used next, so that the others grow old.</summary>
internal sealed class ConnectionPool(string host, int port, TransportLimits limits, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<TransportConnection> _idle = [];
    private int _open;
    private bool _isDisposed;

    public TransportLimits Limits => limits;

    public TimeProvider Time => time;

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        while (TakeIdle() is { } idle)
        {
            try
            {
                return await idle.ExchangeAsync(request, cancellationToken);
            }
            catch (HttpRequestException) when (idle.HeardNothing && MayRepeat(request))
            {
                // The server closed it in the same moment.
            }
        }

        var fresh = await ConnectAsync(cancellationToken);
        return await fresh.ExchangeAsync(request, cancellationToken);
    }

    public void Return(TransportConnection connection)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _idle.Add(connection);
                return;
            }
        }

        connection.Abort();
    }

    public void Closed() => Interlocked.Decrement(ref _open);

    /// <summary>Lets go of connections that have been closed or have become too old.</summary>
    public void Sweep()
    {
        List<TransportConnection> useless;
        lock (_lock)
        {
            useless = _idle.FindAll(connection => !connection.IsUsable);
            _idle.RemoveAll(useless.Contains);
        }

        useless.ForEach(connection => connection.Abort());
    }

    public void Dispose()
    {
        List<TransportConnection> idle;
        lock (_lock)
        {
            _isDisposed = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        idle.ForEach(connection => connection.Abort());
    }

    /// <summary>
    /// RFC 9110 section 9.2.2. Only what asks for nothing but to read: a tool must not run twice, whoever may say that
    /// it did not run at all.
    /// </summary>
    private static bool MayRepeat(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get && request.Content is null;

    private TransportConnection? TakeIdle()
    {
        while (true)
        {
            TransportConnection connection;
            lock (_lock)
            {
                if (_idle.Count == 0)
                    return null;
                connection = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
            }

            if (connection.IsUsable)
                return connection;
            connection.Abort();
        }
    }

    private async Task<TransportConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _open) > limits.Connections)
        {
            Closed();
            throw new HttpRequestException(HttpRequestError.ConnectionError, "There are too many connections.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var limit = new CancellationTokenSource(limits.Connect, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            await socket.ConnectAsync(new DnsEndPoint(host, port), either.Token);
            return new TransportConnection(socket, this);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            Closed();
            cancellationToken.ThrowIfCancellationRequested();
            throw new HttpRequestException(HttpRequestError.ConnectionError, exception.Message, exception);
        }
    }
}
