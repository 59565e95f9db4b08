namespace McpAspire.Gateway.Configuration;

/// <summary>
/// The section <c>Mcp:Servers:{name}:Circuit</c>: when a backend that fails is left alone. Failing is not to be
/// reachable, not to answer in time, and to answer what is no MCP; not an answer that reports an error, nor a slow tool.
/// </summary>
internal sealed record CircuitOptions
{
    /// <summary>Whether it ever is; it is by default.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>After so many failures one after another: five by default, 1 to 1000.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>
    /// Or when this share of at least 20 requests within half a minute failed: one half by default, 0.05 to 1.
    /// </summary>
    public double FailureRate { get; init; } = 0.5;

    /// <summary>For how long; then one request finds out: ten seconds by default.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromSeconds(10);
}
