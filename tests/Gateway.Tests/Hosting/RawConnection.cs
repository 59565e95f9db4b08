using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>Bytes on a socket, for requests that no HTTP client would send.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<RawConnection> OpenAsync(IPEndPoint address)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>A call as text: these headers, the host, and a body that ends the connection.</summary>
    public static string Post(string headers) =>
        $"POST {Rpc.Path} HTTP/1.1\r\nHost: localhost:8080\r\n{headers}\r\nConnection: close\r\n{Framed}";

    /// <summary>The body of a call, with the headers that announce it.</summary>
    public static string Framed =>
        $"Content-Type: application/json\r\nContent-Length: {Rpc.LegacyCall.Length}\r\n\r\n{Rpc.LegacyCall}";

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes) =>
        await _socket.SendAsync(bytes, SocketFlags.None, TestContext.Current.CancellationToken);

    /// <summary>Everything until the peer closes.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        int read;
        while ((read = await ReceiveAsync(buffer)) > 0)
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        return text.ToString();
    }

    /// <summary>Everything until the text has occurred.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        int read;
        while (!text.ToString().Contains(end, StringComparison.Ordinal) && (read = await ReceiveAsync(buffer)) > 0)
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        return text.ToString();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<int> ReceiveAsync(byte[] buffer)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, TestContext.Current.CancellationToken);
        }
        catch (SocketException)
        {
            // A reset ends the connection as well as a close.
            return 0;
        }
    }
}
