using System.Buffers;
using System.Text.Json;
using McpAspire.Gateway.Federation;

namespace McpAspire.Gateway.Bridge.Modern.Inputs;

/// <summary>The result that asks the client (SEP-2322).</summary>
internal static class InputRequiredResult
{
    /// <summary>A server's own, with the sealed state in the place of its own.</summary>
    public static ReadOnlyMemory<byte> With(ReadOnlySpan<byte> result, string state) =>
        JsonMembers.Replace(result, "requestState"u8, Quoted(state), default, default);

    /// <summary>A server's own state; null for none. False if it is nothing that can be kept for it.</summary>
    public static bool TryReadState(ReadOnlyMemory<byte> result, out string? state)
    {
        state = null;
        var members = new JsonMembers(result.Span);
        while (members.Next())
        {
            if (!members.Is("requestState"u8))
                continue;
            if (members.Kind != JsonTokenType.String || members.Value.GetOffsetAndLength(result.Length).Length
                > RequestStates.LargestInner)
                return false;

            state = members.Text();
        }

        return true;
    }

    /// <summary>The parameters of a retry for the server: its own state in the place of the sealed one.</summary>
    public static ReadOnlyMemory<byte> Retry(ReadOnlyMemory<byte> parameters, string? inner) =>
        JsonMembers.Replace(
            parameters.Span, "requestState"u8, inner is null ? default : Quoted(inner), default, default);

    /// <summary>A first call at a server that knows nothing of retries.</summary>
    public static RoutedRequest WithoutRetry(RoutedRequest routed) => routed with
    {
        Parameters = JsonMembers.Without(routed.Parameters, "requestState"u8, "inputResponses"u8),
    };

    /// <param name="questions">The object <c>inputRequests</c>.</param>
    /// <param name="state">The sealed state.</param>
    /// <param name="serverInfo">The object <c>serverInfo</c>.</param>
    public static ReadOnlyMemory<byte> Of(
        ReadOnlySpan<byte> questions, string state, ReadOnlySpan<byte> serverInfo)
    {
        var output = new ArrayBufferWriter<byte>(questions.Length + state.Length + 256);
        output.Write("{\"resultType\":\"input_required\",\"inputRequests\":"u8);
        output.Write(questions);
        output.Write(",\"requestState\":"u8);
        RpcText.String(output, state);
        output.Write(",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"u8);
        output.Write(serverInfo);
        output.Write("}}"u8);
        return output.WrittenMemory;
    }

    private static ReadOnlySpan<byte> Quoted(string state)
    {
        var output = new ArrayBufferWriter<byte>(state.Length + 2);
        RpcText.String(output, state);
        return output.WrittenSpan;
    }
}
