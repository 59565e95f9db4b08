using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>What clients of the revisions up to 2025-11-25 hear from the bridge itself.</summary>
internal static class LegacyRefusals
{
    /// <summary>Never "the only session": whose it is, is said by the id alone.</summary>
    public static readonly Refusal NoSession = Bad("The Mcp-Session-Id header is missing.", "session_missing");

    public static readonly Refusal OtherVersion =
        Bad("MCP-Protocol-Version is not what was agreed on in initialize.", "version_not_agreed");

    public static readonly Refusal NoStreamAccepted = new(
        StatusCodes.Status406NotAcceptable,
        JsonRpcErrorCode.ServerError,
        "Accept must allow text/event-stream.",
        "not_acceptable");

    /// <summary>A response is accepted only for a question of that very session.</summary>
    public static readonly Refusal UnaskedResponse = new(
        StatusCodes.Status400BadRequest,
        JsonRpcErrorCode.InvalidRequest,
        "The response answers no open request.",
        "unexpected_response");

    /// <summary>Another stream's, another session's, invented, or of a call that has gone.</summary>
    public static readonly Refusal BadEventId = Bad("Last-Event-ID cannot be resumed.", "bad_event_id");

    public static readonly Refusal IdInUse = new(
        StatusCodes.Status400BadRequest,
        JsonRpcErrorCode.InvalidRequest,
        "A request with this id is in progress.",
        "duplicate_request_id");

    public static readonly Refusal TooManyRequests = TooMany("Too many requests of this session are in progress.");
    public static readonly Refusal TooManyStreams = TooMany("Too many streams of this session are open.");
    public static readonly Refusal TooManySubscriptions = Parameters("Too many subscriptions.", "quota");

    public static readonly Refusal BadInitialize = Parameters(
        "initialize needs protocolVersion, capabilities and clientInfo.", "malformed_params");

    public static readonly Refusal BadCursor = Parameters("The cursor must be a string.", "malformed_params");
    public static readonly Refusal BadLevel = Parameters("The level is none of RFC 5424.", "malformed_params");
    public static readonly Refusal BadUri = Parameters("The uri is missing.", "malformed_params");

    public static readonly Refusal UnknownMethod =
        Error(JsonRpcErrorCode.MethodNotFound, "Method not found.", "unknown_method");

    public static readonly Refusal UnknownResource =
        Error(JsonRpcErrorCode.ResourceNotFound, "Resource not found.", "unknown_target");

    /// <summary>What a name that nothing has is answered with: the same for one that is hidden.</summary>
    public static Refusal UnknownTarget(string method) => method switch
    {
        McpMethods.ToolsCall => Parameters("Unknown tool.", "unknown_target"),
        McpMethods.PromptsGet => Parameters("Unknown prompt.", "unknown_target"),
        McpMethods.ResourcesRead => UnknownResource,
        _ => Parameters("Unknown reference.", "unknown_target"),
    };

    private static Refusal Bad(string message, string reason) =>
        new(StatusCodes.Status400BadRequest, JsonRpcErrorCode.ServerError, message, reason);

    private static Refusal TooMany(string message) =>
        new(StatusCodes.Status429TooManyRequests, JsonRpcErrorCode.ServerError, message, "quota");

    private static Refusal Parameters(string message, string reason) =>
        Error(JsonRpcErrorCode.InvalidParams, message, reason);

    /// <summary>In this era an error of a request is a response like any other.</summary>
    private static Refusal Error(int code, string message, string reason) =>
        new(StatusCodes.Status200OK, code, message, reason);
}
