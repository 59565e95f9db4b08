using McpAspire.Gateway.Pipeline;
using Microsoft.Extensions.Primitives;

namespace McpAspire.Gateway.Protocol;

/// <summary>
/// Headers that repeat the body must agree with it (SEP-2243): whatever routes or logs by header would otherwise see
/// another call than the one that is executed. Presence is demanded of 2026-07-28 only, agreement of everybody.
/// What concerns the backend alone - which versions it speaks, which capabilities it needs - is left to it.
/// </summary>
internal sealed class HeaderAgreementStage : IMcpStage
{
    private static readonly Refusal RepeatedHeader = Mismatch("A protocol header is present more than once.");
    private static readonly Refusal NotAscii = Mismatch("A protocol header holds more than visible ASCII.");
    private static readonly Refusal NoVersion = Mismatch("The MCP-Protocol-Version header is missing.");
    private static readonly Refusal OtherVersion = Mismatch("MCP-Protocol-Version differs from the version in _meta.");
    private static readonly Refusal NoMethod = Mismatch("The Mcp-Method header is missing.");
    private static readonly Refusal OtherMethod = Mismatch("Mcp-Method differs from the method in the body.");
    private static readonly Refusal NoName = Mismatch("The Mcp-Name header is missing.");
    private static readonly Refusal OtherName = Mismatch("Mcp-Name differs from the name in the body.");

    private static readonly Refusal NoSuchMethod = new(
        StatusCodes.Status405MethodNotAllowed,
        JsonRpcErrorCode.ServerError,
        "This protocol version has neither GET streams nor DELETE.",
        "method_not_allowed")
    {
        Allow = "POST, OPTIONS",
    };

    private static readonly Refusal NoQuestion = new(
        StatusCodes.Status400BadRequest,
        JsonRpcErrorCode.InvalidRequest,
        "In this protocol version nobody asked.",
        "unexpected_response");

    private static readonly Refusal NoMeta = new(
        StatusCodes.Status400BadRequest,
        JsonRpcErrorCode.InvalidParams,
        "Requests of this protocol version must carry _meta/io.modelcontextprotocol/protocolVersion.",
        "missing_meta");

    public ValueTask<StageResult> InvokeAsync(McpRequest request) => Decide(request);

    private static StageResult Decide(McpRequest request)
    {
        var headers = request.Http.Request.Headers;
        if (FindUnusable(headers) is { } unusable)
            return unusable;

        var version = Value(headers[McpHeaders.ProtocolVersion]);
        var message = request.Message;
        // Only the modern era has a version in _meta, whichever it is: its clients want to hear of it in that era.
        request.Era = message?.ProtocolVersion is null ? ProtocolVersion.EraOf(version) : McpEra.Modern;
        if (request.Era == McpEra.Modern && ForModern(request) is { } foreign)
            return foreign;
        if (message?.Method is null)
            return StageResult.Continue;

        var refusal = Check(version, message) ?? Check(headers, message, version == ProtocolVersion.Modern);
        return refusal is null ? StageResult.Continue : refusal;
    }

    /// <summary>
    /// From 2026-07-28 on there are no sessions, no streams to resume and no questions of servers (SEP-2567, SEP-2575).
    /// </summary>
    private static Refusal? ForModern(McpRequest request)
    {
        if (!HttpMethods.IsPost(request.Http.Request.Method))
            return NoSuchMethod;
        if (request.Message?.Kind == JsonRpcKind.Response)
            return NoQuestion;

        request.Http.Request.Headers.Remove(McpHeaders.SessionId);
        request.Http.Request.Headers.Remove(McpHeaders.LastEventId);
        return null;
    }

    /// <summary>Finds a header that would reach the backend in a form which it may read differently.</summary>
    private static Refusal? FindUnusable(IHeaderDictionary headers)
    {
        foreach (var (name, values) in headers)
        {
            if (!name.StartsWith("Mcp-", StringComparison.OrdinalIgnoreCase)
                && !name.Equals(McpHeaders.LastEventId, StringComparison.OrdinalIgnoreCase))
                continue;
            if (values.Count > 1)
                return RepeatedHeader;
            if (values.ToString().AsSpan().ContainsAnyExceptInRange(' ', '~'))
                return NotAscii;
        }

        return null;
    }

    private static Refusal? Check(string? version, JsonRpcMessage message)
    {
        var declared = message.ProtocolVersion;
        if (ProtocolVersion.EraOf(version) == McpEra.Legacy && ProtocolVersion.EraOf(declared) == McpEra.Legacy)
            return null;
        if (version is null)
            return NoVersion;
        if (declared is null)
            return message.Kind == JsonRpcKind.Request && version == ProtocolVersion.Modern ? NoMeta : null;

        return version == declared ? null : OtherVersion;
    }

    private static Refusal? Check(IHeaderDictionary headers, JsonRpcMessage message, bool isRequired)
    {
        if (Value(headers[McpHeaders.Method]) is not { } method)
        {
            if (isRequired)
                return NoMethod;
        }
        else if (method != message.Method)
        {
            return OtherMethod;
        }

        if (Value(headers[McpHeaders.Name]) is not { } name)
            return isRequired && RepeatsTarget(message.Method) ? NoName : null;

        // On other methods the header repeats something that this gateway does not know, or nothing.
        if (message.Target is null && !RepeatsTarget(message.Method))
            return null;

        return HeaderEncoding.Decode(name) is { } decoded && decoded == message.Target ? null : OtherName;
    }

    private static bool RepeatsTarget(string? method) =>
        method is McpMethods.ToolsCall or McpMethods.PromptsGet or McpMethods.ResourcesRead;

    private static string? Value(StringValues header) => header.Count == 0 ? null : header.ToString().Trim(' ', '\t');

    private static Refusal Mismatch(string message) =>
        new(StatusCodes.Status400BadRequest, JsonRpcErrorCode.HeaderMismatch, message, "header_mismatch");
}
