namespace McpAspire.Gateway.Federation.Results.Streaming;

/// <summary>Where in an answer a value stands; the same places that <see cref="ResultScan"/> knows.</summary>
internal enum Place : byte
{
    /// <summary>The server's own affair: copied as it is.</summary>
    Other,
    Message,
    Result,

    /// <summary>One content block or an array of them.</summary>
    Blocks,
    Block,
    Messages,
    PromptMessage,
    Contents,
    Resource,
    Meta,
    Ui,
    Task,

    /// <summary>A string that is the URI of a resource.</summary>
    Uri,

    /// <summary>A string that is one if the block is a link.</summary>
    LinkUri,

    /// <summary>A string that says what kind of block it is.</summary>
    BlockType,

    /// <summary>A string that is the id of a task.</summary>
    TaskId,
}
