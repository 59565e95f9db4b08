using McpAspire.Gateway.Bridge.Legacy;
using McpAspire.Gateway.Bridge.Modern;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge;

/// <summary>Gives each request to the leg of its client's era, and reports how it ended.</summary>
internal sealed partial class Bridge(
    ModernLeg modern,
    LegacyLeg legacy,
    StreamTies ties,
    GatewayTelemetry telemetry,
    ILogger<Bridge> logger) : IBridge
{
    public async Task AnswerAsync(McpRequest request, IServerView view)
    {
        var id = request is { Message.Kind: JsonRpcKind.Request, Body: { } body }
            ? body.Bytes[request.Message.Id]
            : "null"u8.ToArray();
        await using var reply = new Reply(request, id, ties);
        try
        {
            if (await (request.Era == McpEra.Modern
                ? modern.AnswerAsync(request, view, reply)
                : legacy.AnswerAsync(request, view, reply)) is { } refusal)
                await RefuseAsync(request, reply, refusal);
            else
                telemetry.Bridged(request);
        }
        catch (UpstreamException exception)
        {
            LogServerFailed(request.Server.Name, exception.Message, exception.InnerException?.Message);
            await RefuseAsync(request, reply, exception.Refusal);
        }
        catch (SharedStateException exception)
        {
            LogSharedStateAway(exception.InnerException?.Message);
            await RefuseAsync(request, reply, Refusals.SharedStateAway);
        }
        catch (Exception) when (request.Http.RequestAborted.IsCancellationRequested)
        {
            telemetry.Cancelled(request);
        }
        catch (Exception exception)
        {
            LogFailed(exception, request.Server.Name, request.Message?.Method);
            await RefuseAsync(request, reply, Refusals.StageFailed);
        }
    }

    private Task RefuseAsync(McpRequest request, Reply reply, Refusal refusal)
    {
        telemetry.Refused(request.Http, request, refusal);
        LogRefused(request.Server.Name, refusal.Reason, refusal.Status, request.Message?.Method);
        return reply.RefuseAsync(refusal);
    }

    [LoggerMessage(LogLevel.Information, "Refused a request to {Server}: {Reason} ({Status}), method {Method}")]
    private partial void LogRefused(string server, string reason, int status, string? method);

    [LoggerMessage(LogLevel.Warning, "A server behind {Server} has no usable answer: {Reason}: {Cause}")]
    private partial void LogServerFailed(string server, string reason, string? cause);

    [LoggerMessage(LogLevel.Warning, "The gateway's Redis is away; requests of sessions are refused: {Cause}")]
    private partial void LogSharedStateAway(string? cause);

    [LoggerMessage(LogLevel.Error, "The bridge failed on a request to {Server}, method {Method}")]
    private partial void LogFailed(Exception exception, string server, string? method);
}
