namespace McpAspire.Gateway.Configuration;

/// <summary>The section <c>Mcp:Servers:{name}:Health</c>: how its backends are asked whether they are alive.</summary>
internal sealed record HealthOptions
{
    /// <summary>Whether they are asked; by default when there are several, or when a path is given.</summary>
    public bool? Enabled { get; init; }

    /// <summary>
    /// What is asked with GET, such as <c>/health</c>; by default the MCP endpoint gets <c>server/discover</c>.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>How often: every ten seconds by default.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may take: five seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
