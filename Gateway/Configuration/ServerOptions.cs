namespace McpAspire.Gateway.Configuration;

/// <summary>One entry of <c>Mcp:Servers</c>.</summary>
internal sealed record ServerOptions
{
    /// <summary>The server's MCP endpoint; the host may be a service-discovery name.</summary>
    public string? Url { get; init; }

    /// <summary>Further replicas of the same server; requests are spread over all of them.</summary>
    public string[] Urls { get; init; } = [];

    /// <summary>What the server speaks; found out by default.</summary>
    public ServerEra Era { get; init; }

    /// <summary>
    /// How long it may take to its response headers, and again to the rest of one that is not a stream;
    /// <see cref="McpOptions.BackendTimeout"/> by default.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What its names begin with in the federation: the server's own name by default.</summary>
    public string? Prefix { get; init; }

    /// <summary>Whether it is part of the federation; it is by default.</summary>
    public bool Federated { get; init; } = true;

    /// <summary>How its tools appear in the federation, by the names that the server gives them.</summary>
    public Dictionary<string, ToolOptions> Tools { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The only tools that there are in the federation, by the server's names; all of them when empty.</summary>
    public string[] AllowTools { get; init; } = [];

    /// <summary>Tools that there are not in the federation, by the server's names.</summary>
    public string[] DenyTools { get; init; } = [];

    /// <summary>
    /// Whether it speaks HTTP/2 over http, where nothing is negotiated (prior knowledge). Over https the two sides agree
    /// by themselves (ALPN).
    /// </summary>
    public bool Http2 { get; init; }

    /// <summary>How its backends are asked whether they are alive.</summary>
    public HealthOptions Health { get; init; } = new();

    /// <summary>When a backend that fails is left alone.</summary>
    public CircuitOptions Circuit { get; init; } = new();
}
