namespace McpAspire.Gateway.Routing.Health;

/// <summary>Whether a backend gets requests.</summary>
internal enum CircuitState
{
    /// <summary>All of them.</summary>
    Closed,

    /// <summary>None.</summary>
    Open,

    /// <summary>One, whose outcome decides.</summary>
    HalfOpen,
}
