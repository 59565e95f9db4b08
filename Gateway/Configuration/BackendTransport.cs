namespace McpAspire.Gateway.Configuration;

/// <summary>What carries requests to backends.</summary>
internal enum BackendTransport
{
    /// <summary>The framework's client.</summary>
    HttpClient,

    /// <summary>The gateway's own HTTP/1.1 over sockets; for HTTP/2 and TLS the framework's client all the same.</summary>
    Sockets,
}
