using System.Net.Sockets;
using System.Text;

namespace McpAspire.Gateway.Tests.Transport;

/// <summary>A request that has arrived, and the socket on which to answer it.</summary>
/// <param name="Socket">The connection.</param>
/// <param name="Number">Counts the requests of all connections, from 1.</param>
/// <param name="End">The end of the test.</param>
internal sealed record RawExchange(Socket Socket, int Number, CancellationToken End)
{
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await Socket.SendAsync(bytes, SocketFlags.None, End)..];
    }

    /// <summary>In pieces of one byte, as far as the system lets them be.</summary>
    public async Task TrickleAsync(string text)
    {
        foreach (var value in Encoding.Latin1.GetBytes(text))
            await SendAsync(new[] { value });
    }

    public void Close() => Socket.Shutdown(SocketShutdown.Both);

    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }
}
