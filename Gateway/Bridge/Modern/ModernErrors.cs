using McpAspire.Gateway.Bridge.Modern.Inputs;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Routing;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>Errors of servers of either era, as a client of 2026-07-28 understands them.</summary>
internal static class ModernErrors
{
    /// <summary>Passes an error on, or says what to answer in its place.</summary>
    public static async Task<Refusal?> AnswerAsync(Reply reply, ReadOnlyMemory<byte> error)
    {
        var code = RpcError.CodeOf(error.Span);
        // About the leg between gateway and server, or not to be used in this revision; nothing the client could mend.
        if (code is null or JsonRpcErrorCode.HeaderMismatch or JsonRpcErrorCode.UnsupportedVersion
            or ElicitationRequired.Code)
            return BackendFaults.Unusable;

        if (code == JsonRpcErrorCode.ResourceNotFound)
            error = JsonMembers.Replace(error.Span, "code"u8, "-32602"u8, default, default);
        await reply.ErrorAsync(error, StatusOf(code.Value));
        return null;
    }

    /// <summary>2026-07-28, Streamable HTTP: these have a status of their own, all others come with 200.</summary>
    private static int StatusOf(int code) => code switch
    {
        JsonRpcErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
        JsonRpcErrorCode.MissingCapability => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status200OK,
    };
}
