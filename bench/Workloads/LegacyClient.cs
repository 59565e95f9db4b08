using System.Net.Sockets;
using System.Text;
using McpAspire.Bench.Rows;

namespace McpAspire.Bench.Workloads;

/// <summary>A client up to 2025-11-25: a session, and perhaps the stream on which it hears of news.</summary>
internal sealed class LegacyClient : IDisposable
{
    private const string Hello =
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},
        "clientInfo":{"name":"bench","version":"1"}}}
        """;

    private const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>The id of a new session.</summary>
    public static async Task<string> InitializeAsync(McpTarget target)
    {
        using var client = new LegacyClient();
        return await client.BeginAsync(target);
    }

    /// <summary>A session whose stream stays open until the client is disposed of.</summary>
    public static async Task<LegacyClient> ListenAsync(McpTarget target)
    {
        var client = new LegacyClient();
        var session = await client.BeginAsync(target);
        var answer = await client.AskAsync(target.Head(
            "GET", $"Mcp-Session-Id: {session}\r\nMCP-Protocol-Version: {McpTarget.LegacyVersion}\r\n") + "\r\n");
        return answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
            ? client
            : throw new InvalidOperationException($"No stream for a session: {answer}");
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> BeginAsync(McpTarget target)
    {
        await _socket.ConnectAsync(target.Address);
        var answer = await PostAsync(target, Hello, "");
        var session = answer.Split("\r\n").FirstOrDefault(
            line => line.StartsWith("mcp-session-id:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1].Trim()
            ?? throw new InvalidOperationException($"No session: {answer}");
        await PostAsync(
            target, Initialized,
            $"Mcp-Session-Id: {session}\r\nMCP-Protocol-Version: {McpTarget.LegacyVersion}\r\n");
        return session;
    }

    private Task<string> PostAsync(McpTarget target, string body, string headers) => AskAsync(
        $"{target.Head("POST", headers)}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>The beginning of the answer; answers here are short, and each comes in one piece.</summary>
    private async Task<string> AskAsync(string request)
    {
        await _socket.SendAsync(Encoding.UTF8.GetBytes(request));
        var text = new StringBuilder();
        do
        {
            var count = await _socket.ReceiveAsync(_buffer);
            if (count == 0)
                break;
            text.Append(Encoding.UTF8.GetString(_buffer, 0, count));
        }
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal));
        return text.ToString();
    }
}
