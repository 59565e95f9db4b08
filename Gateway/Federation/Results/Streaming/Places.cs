namespace McpAspire.Gateway.Federation.Results.Streaming;

/// <summary>How one place leads to another.</summary>
internal static class Places
{
    /// <summary>Where the value of a member stands.</summary>
    public static Place OfMember(Place place, ReadOnlySpan<byte> name) => place switch
    {
        Place.Message => name.SequenceEqual("result"u8) ? Place.Result : Place.Other,
        Place.Result => OfResult(name),
        Place.Block => OfBlock(name),
        Place.PromptMessage => name.SequenceEqual("content"u8) ? Place.Blocks : Place.Other,
        Place.Resource => name.SequenceEqual("uri"u8) ? Place.Uri
            : name.SequenceEqual("_meta"u8) ? Place.Meta
            : Place.Other,
        Place.Meta => OfMeta(name),
        Place.Ui => name.SequenceEqual("resourceUri"u8) ? Place.Uri : Place.Other,
        Place.Task => name.SequenceEqual("taskId"u8) ? Place.TaskId : Place.Other,
        _ => Place.Other,
    };

    /// <summary>What an object in a place is.</summary>
    public static Place OfObject(Place place) => place switch
    {
        Place.Blocks => Place.Block,
        Place.Message or Place.Result or Place.Block or Place.PromptMessage or Place.Resource or Place.Meta
            or Place.Ui or Place.Task => place,
        _ => Place.Other,
    };

    /// <summary>Where the elements of an array in a place stand.</summary>
    public static Place OfElements(Place place) => place switch
    {
        Place.Blocks => Place.Block,
        Place.Messages => Place.PromptMessage,
        Place.Contents => Place.Resource,
        _ => Place.Other,
    };

    private static Place OfResult(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("content"u8) => Place.Blocks,
        _ when name.SequenceEqual("messages"u8) => Place.Messages,
        _ when name.SequenceEqual("contents"u8) => Place.Contents,
        _ when name.SequenceEqual("_meta"u8) => Place.Meta,
        _ when name.SequenceEqual("taskId"u8) => Place.TaskId,
        _ when name.SequenceEqual("task"u8) => Place.Task,
        _ => Place.Other,
    };

    private static Place OfBlock(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("type"u8) => Place.BlockType,
        _ when name.SequenceEqual("uri"u8) => Place.LinkUri,
        _ when name.SequenceEqual("resource"u8) => Place.Resource,
        _ when name.SequenceEqual("_meta"u8) => Place.Meta,
        _ when name.SequenceEqual("content"u8) => Place.Blocks,
        _ => Place.Other,
    };

    private static Place OfMeta(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("ui"u8) => Place.Ui,
        _ when name.SequenceEqual("ui/resourceUri"u8) => Place.Uri,
        _ when name.SequenceEqual("io.modelcontextprotocol/related-task"u8) => Place.Task,
        _ => Place.Other,
    };
}
