using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Routing;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>What callers hear of a server that has no usable answer, and what the operator hears beyond.</summary>
internal static class UpstreamFaults
{
    /// <summary>A 4xx status without a JSON-RPC error.</summary>
    public static readonly Refusal Refused = new(
        StatusCodes.Status502BadGateway,
        JsonRpcErrorCode.InternalError,
        "The server refused the request.",
        "backend_refused");

    public static UpstreamException Unreachable(Exception? cause = null) => new(BackendFaults.Unreachable, cause);

    public static UpstreamException TimedOut(Exception? cause = null) => new(BackendFaults.TimedOut, cause);

    /// <summary>It answered, but not with what can be used; the reason repeats nothing of what it sent.</summary>
    public static UpstreamException Unusable(string why, Exception? cause = null) =>
        new(BackendFaults.Unusable, new InvalidDataException(why, cause));

    public static UpstreamException RefusedWith(int status) =>
        new(Refused, new HttpRequestException($"HTTP status {status}"));
}
