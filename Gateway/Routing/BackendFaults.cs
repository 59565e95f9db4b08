using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using Yarp.ReverseProxy.Forwarder;

namespace McpAspire.Gateway.Routing;

/// <summary>What a caller hears when the backend has no answer that can be passed on.</summary>
internal static class BackendFaults
{
    public static readonly Refusal Unreachable = BadGateway("The server cannot be reached.", "backend_unreachable");
    public static readonly Refusal Unusable = BadGateway("The server gave no usable answer.", "backend_unusable");

    /// <summary>It has failed too often of late, and is not asked at the moment.</summary>
    public static readonly Refusal Unavailable = new(
        StatusCodes.Status503ServiceUnavailable,
        JsonRpcErrorCode.InternalError,
        "The server is not available at the moment.",
        "backend_unavailable")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static readonly Refusal TimedOut = new(
        StatusCodes.Status504GatewayTimeout,
        JsonRpcErrorCode.InternalError,
        "The server did not answer in time.",
        "backend_timeout");

    /// <summary>Whether the caller ended it, or the gateway's stop: nothing failed, and nobody waits.</summary>
    public static bool IsCancellation(IForwarderErrorFeature? error) => error?.Error is
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
        or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient;

    /// <summary>What went wrong on a forwarded request, if anything.</summary>
    public static Refusal? Of(McpRequest request, IForwarderErrorFeature? error) =>
        request.BackendFault ?? error switch
        {
            null or { Error: ForwarderError.None } => null,
            { Error: ForwarderError.RequestTimedOut } or { Exception: OperationCanceledException } => TimedOut,
            _ => Unreachable,
        };

    /// <summary>
    /// Judges an answer by its status and media type. Only JSON and event streams come through: a page or a stack
    /// trace has no reader here and tells about the inside, a redirect would be followed with the caller's token, and
    /// a 401 would send the client to renew a token that the backend never saw.
    /// </summary>
    public static Refusal? Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is < 200 or (>= 300 and < 400) or 401 or 407)
            return Unusable;
        if (MediaTypes.IsJson(response) || IsEventStream(response) || (status < 500 && HasNoBody(response)))
            return null;

        return OfStatus(status);
    }

    /// <summary>For an answer whose status is all that can be used of it.</summary>
    public static Refusal OfStatus(int status) => status is >= 400 and < 500
        ? new Refusal(status, JsonRpcErrorCode.ServerError, "The server refused the request.", "backend_refused")
        : Unusable;

    public static bool IsEventStream(HttpResponseMessage response) => MediaTypes.IsEventStream(response);

    private static bool HasNoBody(HttpResponseMessage response)
    {
        var content = response.Content.Headers;
        return content.ContentLength == 0
            || (content.ContentLength is null && response.Headers.TransferEncodingChunked != true
                && content.ContentType is null);
    }

    private static Refusal BadGateway(string message, string reason) =>
        new(StatusCodes.Status502BadGateway, JsonRpcErrorCode.InternalError, message, reason);
}
