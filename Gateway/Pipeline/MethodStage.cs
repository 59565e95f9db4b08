using McpAspire.Gateway.Protocol;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace McpAspire.Gateway.Pipeline;

/// <summary>Lets POST, GET and DELETE pass, each framed as HTTP/1.1 allows in one way only.</summary>
internal sealed class MethodStage : IMcpStage
{
    public const string Allowed = "POST, GET, DELETE, OPTIONS";

    private static readonly Refusal NotAllowed = new(
        StatusCodes.Status405MethodNotAllowed,
        JsonRpcErrorCode.ServerError,
        "Method not allowed.",
        "method_not_allowed")
    {
        Allow = Allowed,
    };

    private static readonly Refusal AmbiguousFraming = new(
        StatusCodes.Status400BadRequest,
        JsonRpcErrorCode.InvalidRequest,
        "Content-Length and Transfer-Encoding exclude each other.",
        "ambiguous_framing")
    {
        CloseConnection = true,
    };

    private static readonly Refusal UnexpectedBody = new(
        StatusCodes.Status400BadRequest,
        JsonRpcErrorCode.InvalidRequest,
        "GET and DELETE have no body.",
        "unexpected_body")
    {
        CloseConnection = true,
    };

    public ValueTask<StageResult> InvokeAsync(McpRequest request) => Decide(request.Http);

    private static StageResult Decide(HttpContext http)
    {
        var headers = http.Request.Headers;

        // RFC 9112 section 6.3: such a message ought to be handled as an error. Kestrel lets Transfer-Encoding win
        // and keeps the other length under this name; a proxy in front may have let Content-Length win.
        if (headers.TransferEncoding.Count > 0 && headers.ContainsKey("X-Content-Length"))
            return AmbiguousFraming;

        // The proxy engine would turn the connection into a tunnel, past every stage.
        headers.Remove(HeaderNames.Upgrade);

        if (HttpMethods.IsPost(http.Request.Method))
            return StageResult.Continue;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsDelete(http.Request.Method))
            return NotAllowed;

        return http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            ? UnexpectedBody
            : StageResult.Continue;
    }
}
