using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace McpAspire.Gateway.Protocol;

/// <summary>Reads the body of a POST once, judges it, and makes exactly the judged bytes what is forwarded.</summary>
internal sealed class MessageStage(IOptions<McpOptions> options) : IMcpStage
{
    private const int FirstRead = 16 * 1024;

    private static readonly Refusal WrongMediaType = new(
        StatusCodes.Status415UnsupportedMediaType,
        JsonRpcErrorCode.ServerError,
        "Content-Type must be application/json in UTF-8, without Content-Encoding.",
        "media_type");

    private static readonly Refusal TooLarge = new(
        StatusCodes.Status413PayloadTooLarge, JsonRpcErrorCode.ServerError, "The body is too large.", "body_too_large")
    {
        CloseConnection = true,
    };

    private static readonly Refusal ReservedMethod = new(
        StatusCodes.Status400BadRequest, JsonRpcErrorCode.MethodNotFound, "Method not found.", "reserved_method");

    private readonly int _limit = options.Value.MaxBodyBytes;

    public ValueTask<StageResult> InvokeAsync(McpRequest request)
    {
        var http = request.Http.Request;
        if (!HttpMethods.IsPost(http.Method))
            return StageResult.Continue;
        if (!IsPlainJson(http.Headers))
            return (StageResult)WrongMediaType;
        if (http.Headers.Accept.Count > 0 && !AcceptHeader.AllowsBoth(http.Headers.Accept))
            return (StageResult)Refusals.NotAcceptable;
        if (http.ContentLength > _limit)
            return (StageResult)TooLarge;

        return ReadAsync(request);
    }

    private async ValueTask<StageResult> ReadAsync(McpRequest request)
    {
        var http = request.Http.Request;
        var body = request.Body = new PooledBody((int)Math.Min(http.ContentLength + 1 ?? FirstRead, FirstRead));
        try
        {
            int read;
            while ((read = await http.Body.ReadAsync(body.Free, request.Http.RequestAborted)) > 0)
            {
                body.Advance(read);
                if (body.Length > _limit)
                    return TooLarge;
                if (body.Free.IsEmpty)
                    body.Grow(body.Length * 2);
            }
        }
        catch (IOException exception)
        {
            return Unreadable((exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest);
        }

        if (!JsonRpcReader.TryRead(body.Bytes.Span, out var message, out var fault))
            return new Refusal(StatusCodes.Status400BadRequest, fault.Code, fault.Message, "malformed_message");

        request.Message = message;
        // JSON-RPC 2.0 section 4.3 keeps these for itself; MCP uses none, so that they could only mean a server's inside.
        if (message.Method?.StartsWith("rpc.", StringComparison.Ordinal) is true)
            return ReservedMethod;

        http.Body = new PooledBodyStream(body);
        http.ContentLength = body.Length;
        http.Headers.Remove(HeaderNames.TransferEncoding);
        return StageResult.Continue;
    }

    /// <summary>Chunks that break RFC 9112, a body shorter than announced, or one that comes too slowly.</summary>
    private static Refusal Unreadable(int status) => new(
        status, JsonRpcErrorCode.ParseError, "The body could not be read.", "unreadable_body")
    {
        CloseConnection = true,
    };

    /// <summary>
    /// An encoding would hide the message from this gateway, and a character set other than UTF-8 would make the
    /// backend read another one; a form's or a text's media type would let a page send it without a preflight.
    /// </summary>
    private static bool IsPlainJson(IHeaderDictionary headers)
    {
        if (headers.ContentEncoding.Count > 0 || headers.ContentType is not [{ } contentType])
            return false;
        if (contentType == "application/json")
            return true;

        return MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && type.Charset.Value?.Trim('"') is null or "" or "utf-8" or "UTF-8";
    }
}
