using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Upstream;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// Has a request worked on and answers it, as JSON or as a stream. A client that leaves does not cancel (2025-11-25,
/// Streamable HTTP): the work goes on, and what comes of it can be had with Last-Event-ID.
/// </summary>
internal sealed partial class Responder(
    RequestsInProgress requests,
    EventLogs logs,
    EventStream streams,
    Questions questions,
    IOptions<McpOptions> options,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private readonly TimeSpan _patience = options.Value.KeepAliveInterval;
    private readonly ILogger _logger = loggers.CreateLogger<Responder>();

    public async Task<Refusal?> AnswerAsync(
        LegacyRequest request, Func<Exchange, CancellationToken, Task<UpstreamAnswer>> work)
    {
        var id = RequestId.KeyOf(request.Id.Span)!;
        using var cancel = new CancellationTokenSource();
        if (requests.TryAdd(request.Session.Key, id, cancel) is { } refusal)
            return refusal;

        try
        {
            var exchange = new Exchange(request, logs, questions, loggers.CreateLogger<Exchange>());
            await AnswerAsync(request, exchange, work(exchange, cancel.Token), cancel.Token);
            return null;
        }
        finally
        {
            requests.Remove(request.Session.Key, id);
        }
    }

    private async Task AnswerAsync(
        LegacyRequest request, Exchange exchange, Task<UpstreamAnswer> work, CancellationToken cancelled)
    {
        if (!work.IsCompleted)
        {
            // An answer that takes long becomes a stream: proxies let it live, and the client can come back to it.
            await using var timer = time.CreateTimer(
                _ => exchange.BeginStream(), null, _patience, Timeout.InfiniteTimeSpan);
            await Task.WhenAny(work, exchange.Begun);
        }

        if (exchange.Conclude() is { } log)
            await StreamAsync(request, log, work, cancelled);
        else
            await AnswerAtOnceAsync(request, work, cancelled);
    }

    private static async Task AnswerAtOnceAsync(
        LegacyRequest request, Task<UpstreamAnswer> work, CancellationToken cancelled)
    {
        try
        {
            using var answer = await work;
            await (answer.IsError ? request.Reply.ErrorAsync(answer.Json) : request.Reply.ResultAsync(answer.Json));
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // A cancelled request gets no response (2025-11-25, cancellation): a stream that ends with nothing in it.
            request.Origin.Http.Response.ContentType = "text/event-stream";
        }
    }

    private async Task StreamAsync(
        LegacyRequest request, EventLog log, Task<UpstreamAnswer> work, CancellationToken cancelled)
    {
        var concluding = ConcludeAsync(request, log, work, cancelled);
        var hasAll = await CarryAsync(request, log);
        await concluding;
        if (hasAll)
            logs.Written(log);
    }

    /// <summary>Whether the client has got all that was said.</summary>
    private async Task<bool> CarryAsync(LegacyRequest request, EventLog log)
    {
        using var reader = log.Attach(after: 0);
        try
        {
            await streams.BeginAsync(request.Session, request.Origin, log.Stream, 0);
            return await streams.WriteAsync(request.Origin, log.Stream, reader, isAlive: null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private async Task ConcludeAsync(
        LegacyRequest request, EventLog log, Task<UpstreamAnswer> work, CancellationToken cancelled)
    {
        try
        {
            using var answer = await work;
            await log.AppendAsync(LegacyMessages.Response(request.Id.Span, answer.IsError, answer.Json.Span));
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // A cancelled request gets no response.
        }
        catch (UpstreamException exception)
        {
            LogServerFailed(request.Origin.Server.Name, exception.Message, exception.InnerException?.Message);
            await log.AppendAsync(ErrorOf(request, exception.Refusal));
        }
        catch (Exception exception)
        {
            LogFailed(exception, request.Origin.Server.Name, request.Method);
            await log.AppendAsync(ErrorOf(request, Refusals.StageFailed));
        }
        finally
        {
            logs.Complete(log);
        }
    }

    private static ReadOnlyMemory<byte> ErrorOf(LegacyRequest request, Refusal refusal) => LegacyMessages.Response(
        request.Id.Span, isError: true, RpcText.Error(refusal.Code, refusal.Message, refusal.Data.Span).Span);

    [LoggerMessage(LogLevel.Warning, "A server behind {Server} has no usable answer: {Reason}: {Cause}")]
    private partial void LogServerFailed(string server, string reason, string? cause);

    [LoggerMessage(LogLevel.Error, "The bridge failed on a request to {Server}, method {Method}")]
    private partial void LogFailed(Exception exception, string server, string? method);
}
