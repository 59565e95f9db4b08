namespace McpAspire.Gateway.Policy.Variables;

/// <summary>What an operation acts on.</summary>
internal enum TargetKind
{
    /// <summary>A server as a whole: its log level, its streams.</summary>
    Server,
    Tool,
    Prompt,

    /// <summary>A resource by its URI, or a template by its text.</summary>
    Resource,
    Task,
}
