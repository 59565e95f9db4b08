using System.Text;

namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>The request line and the headers of an HTTP/1.1 request, in the order and spelling they came in.</summary>
internal sealed record RequestHead(string[] Lines, ReadOnlyMemory<byte> Rest)
{
    private const int MaxLength = 64 * 1024;

    /// <summary>Reads up to the empty line; the rest is what came of the body. Null where nothing comes.</summary>
    public static async Task<RequestHead?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxLength];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0) return null;

            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end < 0) continue;
            var lines = Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n");
            return new RequestHead(lines, buffer.AsMemory(end + 4, length - end - 4));
        }
    }

    /// <summary>
    /// The head for the gateway. The shim's own name becomes the gateway's, as it would behind any proxy; other hosts
    /// and origins are for the gateway to refuse. One request a connection, so that no second head comes along.
    /// </summary>
    public byte[] With(string token, string ownAuthority, string gatewayAuthority)
    {
        var lines = Lines
            .Where(line => !Is(line, "Authorization") && !Is(line, "Connection"))
            .Select(line => Is(line, "Host") || Is(line, "Origin")
                ? line.Replace(ownAuthority, gatewayAuthority, StringComparison.Ordinal)
                : line)
            .Append($"Authorization: Bearer {token}")
            .Append("Connection: close");
        return Encoding.Latin1.GetBytes($"{string.Join("\r\n", lines)}\r\n\r\n");
    }

    private static bool Is(string line, string name) =>
        line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase);
}
