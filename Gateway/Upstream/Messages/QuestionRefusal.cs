namespace McpAspire.Gateway.Upstream.Messages;

/// <summary>What a server hears whose question has no answer (JSON-RPC 2.0 section 5.1).</summary>
internal static class QuestionRefusal
{
    private static readonly ReadOnlyMemory<byte> NotFound =
        """{"code":-32601,"message":"Method not found"}"""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Internal =
        """{"code":-32603,"message":"Internal error"}"""u8.ToArray();

    /// <summary>Nobody declared that they would answer it.</summary>
    public static UpstreamAnswer Answer() => new(isError: true, NotFound);

    /// <summary>Whoever was asked did not come to an answer.</summary>
    public static UpstreamAnswer Failed() => new(isError: true, Internal);
}
