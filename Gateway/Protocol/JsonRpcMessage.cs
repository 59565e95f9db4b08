namespace McpAspire.Gateway.Protocol;

/// <summary>What the stages decide by. Everything else of the message stays in its bytes.</summary>
internal sealed record JsonRpcMessage
{
    public required JsonRpcKind Kind { get; init; }

    /// <summary>The id exactly as sent, quotes included; empty for a notification. It is only ever echoed.</summary>
    public Range Id { get; init; }

    /// <summary>The value of <c>params</c>, <c>result</c> or <c>error</c>; empty if there is none.</summary>
    public Range Content { get; init; }

    /// <summary>Whether this is a response with <c>error</c>.</summary>
    public bool IsError { get; init; }

    /// <summary>The value of <c>params._meta</c>; empty if there is none.</summary>
    public Range Meta { get; init; }

    /// <summary>The value of <see cref="Target"/>, quotes included.</summary>
    public Range TargetValue { get; init; }

    /// <summary>Null for a response.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// What the method acts on: <c>params.name</c> of a tool or prompt, <c>params.uri</c> of a resource,
    /// <c>params.taskId</c> of a task.
    /// </summary>
    public string? Target { get; init; }

    /// <summary><c>io.modelcontextprotocol/protocolVersion</c> in <c>params._meta</c>: the modern era only.</summary>
    public string? ProtocolVersion { get; init; }
}
