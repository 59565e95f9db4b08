using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using Yarp.ReverseProxy.Forwarder;

namespace McpAspire.Gateway.Routing.Health;

/// <summary>What a forwarded request says about the backend that it went to.</summary>
internal enum Verdict
{
    /// <summary>
    /// Nothing: the caller gave up, a tool took too long, or a stream ended in the middle, as all do when a backend
    /// restarts.
    /// </summary>
    None,

    /// <summary>It answered in MCP, be it with an error.</summary>
    Alive,

    /// <summary>It did not answer, not in time, or nothing that can be passed on.</summary>
    Failed,

    /// <summary>The connection never came about, so the request is known to nobody.</summary>
    NotSent,
}

/// <summary>How verdicts are reached.</summary>
internal static class Verdicts
{
    public static Verdict Of(McpRequest request)
    {
        var response = request.Http.Response;
        if (request.BackendFault is { } fault)
            return IsSlowTool(request, fault) ? Verdict.None
                : IsOfTheBackend(fault) ? Verdict.Failed
                : Verdict.Alive;
        if (request.Http.Features.Get<IForwarderErrorFeature>() is not { Error: not ForwarderError.None } error)
            return IsUnavailable(response.StatusCode) ? Verdict.Failed : Verdict.Alive;
        if (BackendFaults.IsCancellation(error) || (response.HasStarted && IsEventStream(response)))
            return Verdict.None;

        return !response.HasStarted && WasNotSent(error.Exception) ? Verdict.NotSent
            : IsSlowTool(request, BackendFaults.Of(request, error)) ? Verdict.None
            : Verdict.Failed;
    }

    /// <summary>
    /// Not 500: that is how some servers report a tool that failed, and a caller could close the server to all others
    /// by calling it.
    /// </summary>
    public static bool IsUnavailable(int status) => status is
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable
        or StatusCodes.Status504GatewayTimeout;

    private static bool IsOfTheBackend(Refusal fault) =>
        fault.Status >= StatusCodes.Status500InternalServerError && fault != Refusals.SharedStateAway;

    /// <summary>A tool may be as slow as it likes, for the same reason. Servers that answer nothing fail at the rest.</summary>
    private static bool IsSlowTool(McpRequest request, Refusal? fault) =>
        fault == BackendFaults.TimedOut && request.Message?.Method == McpMethods.ToolsCall;

    private static bool IsEventStream(HttpResponse response) =>
        response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The client says so of a connection only while it is made; the inner time-out is that of connecting.</summary>
    public static bool WasNotSent(Exception? exception) => exception is
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError
        }
        or OperationCanceledException { InnerException: TimeoutException };
}
