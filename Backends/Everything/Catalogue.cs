using ModelContextProtocol.Server;

namespace McpAspire.Everything;

/// <summary>
/// The primitives that all sessions and requests share. Were each session to have its own, adding a tool would be seen
/// by none of the others, and a stateless request could never see it.
/// </summary>
internal sealed class Catalogue
{
    public McpServerPrimitiveCollection<McpServerTool> Tools { get; } = [];

    public McpServerPrimitiveCollection<McpServerPrompt> Prompts { get; } = [];

    public McpServerResourceCollection Resources { get; } = [];
}
