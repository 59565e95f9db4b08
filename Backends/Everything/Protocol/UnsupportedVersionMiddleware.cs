using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpAspire.Everything.Protocol;

/// <summary>
/// Answers a request of an unknown modern revision with the revisions that <c>server/discover</c> names. In the mode
/// that serves both eras the SDK lists the legacy ones too, and a client that picked one of those for its next
/// <c>server/discover</c> would fail again (2026-07-28, versioning: <c>supported</c> is what it may retry with).
/// </summary>
internal sealed class UnsupportedVersionMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var requested = context.Request.Headers[ProtocolVersions.Header].ToString();
        var isUnknown = requested.Length > 0 && !ProtocolVersions.IsKnown(requested);
        return isUnknown && HttpMethods.IsPost(context.Request.Method)
            ? AnswerModernAsync(context, requested)
            : next(context);
    }

    private async Task AnswerModernAsync(HttpContext context, string requested)
    {
        context.Request.EnableBuffering();
        var request = await ReadRequestAsync(context.Request);
        context.Request.Body.Position = 0;

        // A body that says otherwise than its header, or nothing, is not a modern client's: the SDK answers it well.
        if (request is null || VersionIn(request) != requested)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsJsonAsync<JsonRpcMessage>(
            Refusal(request.Id, requested), McpJsonUtilities.DefaultOptions, context.RequestAborted);
    }

    private static async Task<JsonRpcRequest?> ReadRequestAsync(HttpRequest request)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<JsonRpcMessage>(
                request.Body, McpJsonUtilities.DefaultOptions, request.HttpContext.RequestAborted) as JsonRpcRequest;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? VersionIn(JsonRpcRequest request) =>
        request.Params is JsonObject parameters
        && parameters["_meta"] is JsonObject meta
        && meta[MetaKeys.ProtocolVersion] is JsonValue value
        && value.TryGetValue(out string? version)
            ? version
            : null;

    private static JsonRpcError Refusal(RequestId id, string requested) => new()
    {
        Id = id,
        Error = new JsonRpcErrorDetail
        {
            Code = (int)McpErrorCode.UnsupportedProtocolVersion,
            Message = "Unsupported protocol version.",
            Data = JsonSerializer.SerializeToElement(
                new UnsupportedProtocolVersionErrorData
                {
                    Supported = [.. ProtocolVersions.Modern],
                    Requested = requested,
                },
                McpJsonUtilities.DefaultOptions),
        },
    };
}
