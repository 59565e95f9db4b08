namespace McpAspire.Gateway.Federation.Results;

/// <summary>What a string is that has to read differently.</summary>
internal enum EditKind
{
    /// <summary>The URI of a resource.</summary>
    Uri,

    /// <summary>The id of a task.</summary>
    TaskId,
}
