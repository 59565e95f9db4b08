namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>What the end of a request can say about the server, for its circuit.</summary>
internal enum Evidence
{
    /// <summary>Whatever it is.</summary>
    Any,

    /// <summary>
    /// All but that it took too long: a tool may be as slow as it likes, and a caller could close the server to all
    /// others by calling it.
    /// </summary>
    NotSlowness,

    /// <summary>
    /// Only that it failed: the gateway prepares calls with it, and a server that spoils each call answers it well.
    /// </summary>
    OnlyFailure,
}
