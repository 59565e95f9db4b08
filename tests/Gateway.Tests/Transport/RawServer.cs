using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpAspire.Gateway.Tests.Transport;

/// <summary>A server that answers with whatever bytes the test says, request after request.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<RawExchange, Task> _answer;
    private int _connections;
    private int _open;

    public RawServer(Func<RawExchange, Task> answer)
    {
        _answer = answer;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/mcp");
        _ = AcceptAsync();
    }

    /// <summary>Each request gets the next answer, and those after the last get the last.</summary>
    public RawServer(params string[] answers)
        : this(exchange => exchange.SendAsync(answers[Math.Min(exchange.Number, answers.Length) - 1]))
    {
    }

    public Uri Address { get; }

    /// <summary>Requests in the order in which they were complete, heads and bodies.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>How many there have been.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many there are.</summary>
    public int Open => Volatile.Read(ref _open);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var socket = await _listener.AcceptAsync(_end.Token);
            socket.NoDelay = true;
            Interlocked.Increment(ref _connections);
            Interlocked.Increment(ref _open);
            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            using var connection = socket;
            var received = "";
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = await connection.ReceiveAsync(buffer, _end.Token)) > 0)
            {
                received += Encoding.Latin1.GetString(buffer, 0, count);
                while (LengthOf(received) is var length and > 0 && received.Length >= length)
                {
                    Requests.Enqueue(received[..length]);
                    received = received[length..];
                    await _answer(new RawExchange(connection, Requests.Count, _end.Token));
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client has closed, or the answer was to close.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>Of a request with its body, unless it is to be answered early; 0 while its head is not complete.</summary>
    private static int LengthOf(string text)
    {
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (head < 4)
            return 0;
        if (text[..head].Contains("X-Early", StringComparison.Ordinal))
            return head;
        if (text[..head].Contains("Transfer-Encoding: chunked", StringComparison.Ordinal))
            return text.EndsWith("0\r\n\r\n", StringComparison.Ordinal) ? text.Length : int.MaxValue;

        const string Length = "Content-Length: ";
        var at = text.IndexOf(Length, StringComparison.Ordinal);
        return at < 0 || at > head ? head : head + int.Parse(text[(at + Length.Length)..].Split('\r')[0]);
    }
}
