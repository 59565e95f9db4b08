namespace McpAspire.Gateway.Configuration;

/// <summary>One entry of <c>Mcp:Servers:{name}:Tools</c>: how a tool of that server appears in the federation.</summary>
internal sealed record ToolOptions
{
    /// <summary>Whether it is neither listed nor callable.</summary>
    public bool Hidden { get; init; }

    /// <summary>The name instead of its own; the server's prefix still comes before it.</summary>
    public string? Name { get; init; }

    /// <summary>The title instead of its own.</summary>
    public string? Title { get; init; }

    /// <summary>What rules of the policy may call it, in <c>mcp.tool.labels</c>.</summary>
    public string[] Labels { get; init; } = [];

    /// <summary>The description instead of its own.</summary>
    public string? Description { get; init; }
}
