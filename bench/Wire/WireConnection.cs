using System.Net;
using System.Net.Sockets;

namespace McpAspire.Bench.Wire;

/// <summary>One connection with at most one request on it.</summary>
internal sealed class WireConnection : IDisposable
{
    private readonly IPEndPoint _address;
    private readonly RequestBytes _request;
    private readonly ResponseFraming _framing = new();
    private Socket _socket;

    public WireConnection(IPEndPoint address, RequestBytes request)
    {
        _address = address;
        _request = request;
        _socket = Open();
    }

    /// <summary>When the request under way was due, in ticks of the stopwatch.</summary>
    public long Due { get; private set; }

    public bool IsBusy { get; private set; }

    /// <summary>Of the last answer.</summary>
    public int Status => _framing.Status;

    public Poll.Entry ToPoll() => new((int)_socket.SafeHandle.DangerousGetHandle());

    public void Send(int number, long due)
    {
        (Due, IsBusy) = (due, true);
        var bytes = _request.With(number);
        _framing.Reset(_request.Expected);
        // A request is far smaller than the buffer of a connection on which nothing else is under way.
        if (_socket.Send(bytes, SocketFlags.None, out var error) != bytes.Length || error != SocketError.Success)
            throw new IOException($"A request could not be sent ({error}).");
    }

    /// <summary>Takes what is there; null while the answer is not complete.</summary>
    public bool? Receive(Span<byte> buffer)
    {
        while (true)
        {
            var count = _socket.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return null;
            if (error != SocketError.Success || count == 0)
                return End(false);

            _framing.Feed(buffer[..count]);
            if (_framing.IsBroken)
                return End(false);
            if (_framing.IsComplete)
                return End(_framing.IsGood);
            if (count < buffer.Length)
                return null;
        }
    }

    /// <summary>
    /// Takes a new connection. The old one ends by a reset: one that is closed in the usual way keeps its port for a
    /// minute, and a row would use them up.
    /// </summary>
    public void Reopen()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
        _socket = Open();
    }

    public void Dispose() => _socket.Dispose();

    private bool End(bool isGood)
    {
        IsBusy = false;
        return isGood;
    }

    private Socket Open()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(_address);
        socket.Blocking = false;
        return socket;
    }
}
