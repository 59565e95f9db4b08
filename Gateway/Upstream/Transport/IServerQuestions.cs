using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>The requests of a server to the client, on one stream.</summary>
internal interface IServerQuestions
{
    /// <summary>Whether the server waits for the client.</summary>
    bool AreOpen { get; }

    /// <summary>Called when it no longer does.</summary>
    Action? Answered { set; }

    /// <summary>Takes one; the memory is valid until this returns. Must not wait for the answer.</summary>
    void Ask(JsonRpcMessage question, ReadOnlyMemory<byte> text);

    /// <summary>The server takes one back: parameters of <c>notifications/cancelled</c>.</summary>
    void Cancel(ReadOnlyMemory<byte> parameters);
}
