using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream;

/// <summary>
/// For whom the gateway speaks to a server. Only what this very caller declared is declared upstream, so that no
/// server asks for what nobody can answer.
/// </summary>
/// <param name="Key">
/// Separates what is kept for callers, a legacy server's sessions above all: callers with different keys, or with
/// different capabilities, share nothing. Never sent to the server.
/// </param>
/// <param name="Era">The era of the client's leg; a server that speaks both is spoken to in this one.</param>
/// <param name="Capabilities">The client's capabilities, a JSON object; empty for none.</param>
/// <param name="ClientInfo">What the client calls itself, a JSON object; empty for the gateway's own name.</param>
internal sealed record UpstreamCaller(
    string Key, McpEra Era, ReadOnlyMemory<byte> Capabilities, ReadOnlyMemory<byte> ClientInfo)
{
    /// <summary>
    /// The subject and client of the access token, in one string that never changes: tasks belong to it, and it
    /// outlives sessions. Never sent to the server; null for the gateway itself.
    /// </summary>
    public string? Principal { get; init; }

    /// <summary>The least severe log message wanted, or null for none.</summary>
    public string? LogLevel { get; init; }
}
