namespace McpAspire.Gateway.Sessions;

/// <summary>The section <c>Mcp:Sessions</c>: how long sessions of legacy clients live.</summary>
internal sealed record McpSessionOptions
{
    /// <summary>A session that nobody uses for this long ends: half an hour by default, a minute to a day.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>No session lives longer: a day by default, at least <see cref="IdleTimeout"/>, at most 30 days.</summary>
    public TimeSpan AbsoluteTimeout { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// For how long a replica believes what it knows of a session before it asks the shared state: a second by
    /// default, none to five seconds. What another replica ended lives on for no longer.
    /// </summary>
    public TimeSpan CacheTime { get; init; } = TimeSpan.FromSeconds(1);

    public IEnumerable<string> Problems()
    {
        if (IdleTimeout < TimeSpan.FromMinutes(1) || IdleTimeout > TimeSpan.FromDays(1))
            yield return "Mcp:Sessions:IdleTimeout: must be between 00:01:00 and 1.00:00:00.";
        if (AbsoluteTimeout < IdleTimeout || AbsoluteTimeout > TimeSpan.FromDays(30))
            yield return "Mcp:Sessions:AbsoluteTimeout: must be between Mcp:Sessions:IdleTimeout and 30.00:00:00.";
        if (CacheTime < TimeSpan.Zero || CacheTime > TimeSpan.FromSeconds(5))
            yield return "Mcp:Sessions:CacheTime: must be between 00:00:00 and 00:00:05.";
    }
}
