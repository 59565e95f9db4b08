using System.Buffers;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>What clients of 2026-07-28 hear from the bridge itself.</summary>
internal static class ModernRefusals
{
    public static readonly Refusal PostOnly = new(
        StatusCodes.Status405MethodNotAllowed, JsonRpcErrorCode.ServerError, "Method not allowed.", "method_not_allowed")
    {
        Allow = "POST, OPTIONS",
    };

    /// <summary>In this era a server never asks, so that there is nothing to respond to.</summary>
    public static readonly Refusal NoResponses = new(
        StatusCodes.Status400BadRequest,
        JsonRpcErrorCode.InvalidRequest,
        "Responses are not accepted in this protocol version.",
        "unexpected_response");

    public static readonly Refusal UnknownMethod = new(
        StatusCodes.Status404NotFound, JsonRpcErrorCode.MethodNotFound, "Method not found.", "unknown_method");

    public static readonly Refusal UnknownTool = BadParameters("Unknown tool.", "unknown_target", Status200);
    public static readonly Refusal UnknownPrompt = BadParameters("Unknown prompt.", "unknown_target", Status200);
    public static readonly Refusal UnknownResource = BadParameters("Resource not found.", "unknown_target", Status200);
    public static readonly Refusal UnknownReference = BadParameters("Unknown reference.", "unknown_target", Status200);
    public static readonly Refusal UnknownTask = BadParameters("Task not found.", "unknown_target", Status200);

    public static readonly Refusal NoCapabilities = BadParameters(
        "Requests of this protocol version must carry _meta/io.modelcontextprotocol/clientCapabilities.",
        "missing_meta");

    public static readonly Refusal BadMeta = BadParameters("A member of _meta is not of its type.", "malformed_meta");

    public static readonly Refusal BadCursor = BadParameters("The cursor must be a string.", "malformed_params");

    public static readonly Refusal BadInputResponses = BadParameters(
        "The member inputResponses must be an object of objects.", "malformed_input_responses");

    public static readonly Refusal BadFilter = BadParameters(
        "The member notifications must be an object; resourceSubscriptions lists at most 100 URIs.",
        "malformed_filter");

    public static readonly Refusal UnaskedInput = BadParameters(
        "The member inputResponses answers what was not asked.", "unasked_input");

    /// <summary>The same for whatever is wrong with it: what exactly would help nobody but a forger.</summary>
    public static readonly Refusal BadState = BadParameters(
        "The requestState is not valid for this request, or has expired; call again without it.", "bad_state");

    public static readonly Refusal CallHasGone = BadParameters(
        "The call that waited for this input has expired; call again without requestState.", "call_expired");

    public static readonly Refusal PageRefused = new(
        Status200,
        JsonRpcErrorCode.ServerError,
        "The server does not go on before the page has been visited.",
        "elicitation_refused");

    public static readonly Refusal TooManyWaiting = new(
        StatusCodes.Status429TooManyRequests,
        JsonRpcErrorCode.ServerError,
        "Too many calls wait for input already.",
        "too_many_waiting");

    public static readonly Refusal TooManyStreams = new(
        StatusCodes.Status429TooManyRequests,
        JsonRpcErrorCode.ServerError,
        "Too many streams are open already.",
        "too_many_streams");

    private const int Status200 = StatusCodes.Status200OK;

    /// <summary>2026-07-28, versioning: <c>supported</c> is what the client may go on with.</summary>
    public static Refusal UnsupportedVersion(string requested)
    {
        var data = new ArrayBufferWriter<byte>(96);
        data.Write("{\"supported\":[\""u8);
        data.Write("2026-07-28"u8);
        data.Write("\"],\"requested\":"u8);
        RpcText.String(data, requested);
        data.Write("}"u8);
        return new Refusal(
            StatusCodes.Status400BadRequest,
            JsonRpcErrorCode.UnsupportedVersion,
            "Unsupported protocol version.",
            "unsupported_version")
        {
            Data = data.WrittenMemory,
        };
    }

    /// <summary>The server needs something of the client that it did not declare on this request.</summary>
    public static Refusal MissingCapability(ClientCapability capability) => new(
        StatusCodes.Status400BadRequest,
        JsonRpcErrorCode.MissingCapability,
        "The request needs a client capability that was not declared.",
        "missing_capability")
    {
        Data = capability.AsRequired(),
    };

    private static Refusal BadParameters(
        string message, string reason, int status = StatusCodes.Status400BadRequest) =>
        new(status, JsonRpcErrorCode.InvalidParams, message, reason);
}
