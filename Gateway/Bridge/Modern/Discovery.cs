using System.Buffers;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary><c>server/discover</c> (SEP-2575): what there is behind the endpoint, in one answer.</summary>
internal sealed class Discovery
{
    public async Task<Refusal?> AnswerAsync(ModernRequest request)
    {
        var description = await request.View.DescribeAsync(request.Aborted);
        await request.Reply.ResultAsync(Write(request.View.Endpoint.Name, description));
        return null;
    }

    private static ReadOnlyMemory<byte> Write(string endpoint, UpstreamDescription description)
    {
        var output = new ArrayBufferWriter<byte>(512);
        // Tasks as a capability of the core exist in 2025-11-25 only; here they are an extension.
        var capabilities = JsonMembers.Without(description.Capabilities, "tasks"u8);
        output.Write("{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":"u8);
        output.Write(capabilities.Span);
        if (description.Instructions is { } instructions)
        {
            output.Write(",\"instructions\":"u8);
            RpcText.String(output, instructions);
        }

        output.Write(",\"ttlMs\":60000,\"cacheScope\":\"private\",\"_meta\":{"u8);
        output.Write("\"io.modelcontextprotocol/serverInfo\":"u8);
        output.Write(ServerInfo.Of(endpoint, description).Span);
        output.Write("}}"u8);
        return output.WrittenMemory;
    }
}
