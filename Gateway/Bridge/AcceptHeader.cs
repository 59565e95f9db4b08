using Microsoft.Extensions.Primitives;

namespace McpAspire.Gateway.Bridge;

/// <summary>
/// Which answers a client is ready for. A POST has to allow both JSON and event streams, because only the answer shows
/// which it is (Streamable HTTP transport, sending messages).
/// </summary>
internal static class AcceptHeader
{
    public static bool AllowsBoth(StringValues accept) =>
        Allows(accept, "application/json", "application/*") && AllowsStream(accept);

    public static bool AllowsStream(StringValues accept) => Allows(accept, "text/event-stream", "text/*");

    private static bool Allows(StringValues accept, string type, string range)
    {
        foreach (var line in accept)
        {
            foreach (var part in line.AsSpan().Split(','))
            {
                var item = line.AsSpan()[part];
                var end = item.IndexOf(';');
                item = (end < 0 ? item : item[..end]).Trim();
                if (item.Equals(type, StringComparison.OrdinalIgnoreCase)
                    || item.Equals(range, StringComparison.OrdinalIgnoreCase)
                    || item.SequenceEqual("*/*"))
                    return true;
            }
        }

        return false;
    }
}
