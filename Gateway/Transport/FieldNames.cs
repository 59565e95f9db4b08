using System.Collections.Frozen;

namespace McpAspire.Gateway.Transport;

/// <summary>Names of header fields.</summary>
internal static class FieldNames
{
    private static readonly FrozenSet<string> Connection = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Connection", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade");

    public static bool IsOfConnection(string name) => Connection.Contains(name);
}
