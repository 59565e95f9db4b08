using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Perimeter;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Routing;
using McpAspire.Gateway.Sessions;
using Yarp.ReverseProxy.Forwarder;

namespace McpAspire.Gateway.Pipeline;

/// <summary>The order of a request, written here and nowhere else.</summary>
internal sealed partial class McpPipeline(
    HostStage host,
    OriginStage origin,
    MethodStage method,
    BearerStage bearer,
    MessageStage message,
    HeaderAgreementStage headerAgreement,
    EraStage era,
    ListenStage listen,
    PassThroughSessions sessions,
    IBridge bridge,
    GatewayTelemetry telemetry,
    ILogger<McpPipeline> logger)
{
    private readonly IMcpStage[] _stages =
    [
        host,            // a browser that was lied to about DNS gets no further
        origin,          // nor does a foreign page; preflights end here
        method,          // POST, GET, DELETE, framed in one way only
        bearer,          // who calls, and may they call this server
        message,         // exactly one well-formed message
        headerAgreement, // headers that repeat the body say what the body says
        era,             // who answers: the backend, or the bridge
    ];

    private readonly IMcpStage[] _passThroughStages =
    [
        listen,   // streams that last are few for each caller
        sessions, // a session is its owner's, and the server's own id of it stays inside
    ];

    /// <summary>
    /// Runs the stages for one server, then forwards or bridges; everything that went wrong before is answered here.
    /// </summary>
    public async Task InvokeAsync(HttpContext http, McpServer? server, RequestDelegate forward)
    {
        if (server is null)
        {
            await RefuseAsync(http, Refusals.UnknownServer, request: null);
            return;
        }

        using var request = new McpRequest(http, server);
        var result = await RunAsync(_stages, request);
        telemetry.Describe(request);
        if (!result.IsFinal && request.View is null)
            result = await RunAsync(_passThroughStages, request);
        if (result.Refusal is { } refusal)
        {
            await RefuseAsync(http, refusal, request);
            return;
        }

        if (result.IsFinal)
            return;

        http.Features.Set(request);
        if (request.View is { } view)
        {
            await bridge.AnswerAsync(request, view);
            return;
        }

        try
        {
            await forward(http);
        }
        finally
        {
            if (request.KeepAlive is { } keepAlive)
                await keepAlive.EndAsync();
        }

        await ConcludeAsync(request);
    }

    private async ValueTask<StageResult> RunAsync(IMcpStage[] stages, McpRequest request)
    {
        try
        {
            foreach (var stage in stages)
            {
                var result = await stage.InvokeAsync(request);
                if (result.IsFinal)
                    return result;
            }

            return StageResult.Continue;
        }
        catch (Exception) when (request.Http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
            return StageResult.Answered;
        }
        catch (SharedStateException exception)
        {
            LogSharedStateAway(exception.InnerException?.Message);
            return Refusals.SharedStateAway;
        }
        catch (Exception exception)
        {
            // Fail closed: a defect in a stage refuses the request; it must not let it through.
            LogStageFailed(exception, request.Server.Name);
            return Refusals.StageFailed;
        }
    }

    private Task ConcludeAsync(McpRequest request)
    {
        var error = request.Http.Features.Get<IForwarderErrorFeature>();
        if (BackendFaults.IsCancellation(error))
        {
            telemetry.Cancelled(request);
            return Task.CompletedTask;
        }

        if (BackendFaults.Of(request, error) is not { } fault)
        {
            telemetry.Forwarded(request);
            return Task.CompletedTask;
        }

        // The breaker told once that the backend fails; to tell it again on each request would bury everything else.
        if (fault.Reason == BackendFaults.Unavailable.Reason)
            return RefuseAsync(request.Http, fault, request);

        telemetry.Refused(request.Http, request, fault);
        var cause = request.BackendFaultCause ?? error?.Exception?.GetBaseException().Message;
        if (fault == Refusals.SharedStateAway)
            LogSharedStateAway(cause);
        else
            LogBackendFailed(request.Server.Name, fault.Reason, request.Message?.Method, cause);

        // A stream that has begun has been cut off by the proxy engine, so that nobody takes it for complete.
        if (request.Http.Response.HasStarted)
            return Task.CompletedTask;

        // The engine has cleared the headers of an answer that failed before it began.
        origin.Permit(request.Http);
        return RefusalWriter.WriteAsync(request.Http, fault, request);
    }

    private Task RefuseAsync(HttpContext http, Refusal refusal, McpRequest? request)
    {
        telemetry.Refused(http, request, refusal);
        var method = request?.Message?.Method;
        LogRefused(request?.Server.Name, refusal.Reason, refusal.Status, method, http.Connection.RemoteIpAddress);
        return RefusalWriter.WriteAsync(http, refusal, request);
    }

    [LoggerMessage(
        LogLevel.Information,
        "Refused a request to {Server}: {Reason} ({Status}), method {Method}, from {Address}")]
    private partial void LogRefused(
        string? server, string reason, int status, string? method, System.Net.IPAddress? address);

    [LoggerMessage(LogLevel.Warning, "The backend of {Server} failed: {Reason}, method {Method}: {Cause}")]
    private partial void LogBackendFailed(string server, string reason, string? method, string? cause);

    [LoggerMessage(LogLevel.Warning, "The gateway's Redis is away; requests of sessions are refused: {Cause}")]
    private partial void LogSharedStateAway(string? cause);

    [LoggerMessage(LogLevel.Error, "A stage failed on a request to {Server}; the request is refused")]
    private partial void LogStageFailed(Exception exception, string server);
}
