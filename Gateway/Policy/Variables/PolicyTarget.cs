using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary>What an operation acts on, in the terms of the server that executes it.</summary>
/// <param name="Server">The server.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The server's own name of the tool or prompt, the URI, or the task id; empty for a server.</param>
internal readonly record struct PolicyTarget(McpServer Server, TargetKind Kind, string Name)
{
    /// <summary>The object by which its server lists it; empty where that is not known.</summary>
    public ReadOnlyMemory<byte> Definition { get; init; }

    /// <summary>What the operator calls it, in <c>mcp.tool.labels</c>.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The object <c>params</c> of a call; null in a list, where rules that read arguments are put off.</summary>
    public ReadOnlyMemory<byte>? Parameters { get; init; }
}
