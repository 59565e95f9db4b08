namespace McpAspire.Gateway.Protocol;

/// <summary>The two ways to speak MCP over HTTP; a property of one leg of the way, not of a program.</summary>
internal enum McpEra
{
    /// <summary>Up to 2025-11-25: <c>initialize</c>, sessions, GET streams, DELETE.</summary>
    Legacy,

    /// <summary>From 2026-07-28: stateless, every request carries its own metadata.</summary>
    Modern,
}
