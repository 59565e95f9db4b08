namespace McpAspire.Gateway.Upstream.Messages;

/// <summary>What a server hears that asks for something nobody declared (JSON-RPC 2.0 section 5.1).</summary>
internal static class QuestionRefusal
{
    private static readonly ReadOnlyMemory<byte> Error = """{"code":-32601,"message":"Method not found"}"""u8.ToArray();

    public static UpstreamAnswer Answer() => new(isError: true, Error);
}
