using System.Buffers;
using System.IO.Pipelines;
using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Bridge;

/// <summary>
/// The answer to one POST: JSON if the result is the first thing to say, an event stream as soon as something comes
/// before it. What is written is whole messages, each on one line, whoever writes at the same time; what comes after
/// the result, or after the request has ended, is dropped.
/// </summary>
internal sealed class Reply(McpRequest request, ReadOnlyMemory<byte> id, StreamTies ties) : IAsyncDisposable
{
    /// <summary>What is larger leaves at once, so that the client's reading sets the pace.</summary>
    private const int FlushedAtOnce = 16 * 1024;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HttpContext _http = request.Http;
    private readonly CancellationToken _aborted = request.Http.RequestAborted;
    private IDisposable? _keepAlive;
    private bool _isStream;
    private bool _isOver;

    private enum Kind
    {
        Comment,
        Notification,
        Result,
        Error,
    }

    /// <summary>A notification before the result.</summary>
    public Task NotifyAsync(string method, ReadOnlyMemory<byte> parameters) =>
        WriteAsync(Kind.Notification, method, parameters);

    public Task ResultAsync(ReadOnlyMemory<byte> result) => WriteAsync(Kind.Result, null, result);

    /// <summary>
    /// A result that is given out while it comes; false if the answer is an event stream already. If whoever gives it
    /// out throws, nobody can take what has been written for the whole.
    /// </summary>
    public async Task<bool> TryStreamResultAsync(Func<PipeWriter, Task> write)
    {
        await _turn.WaitAsync(_aborted);
        try
        {
            if (_isOver || _isStream)
                return false;

            _isOver = true;
            BeginJson(StatusCodes.Status200OK);
            var output = _http.Response.BodyWriter;
            RpcText.BeginResult(output, id.Span);
            await write(output);
            output.Write("}"u8);
            await output.FlushAsync(_aborted);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <param name="error">The object <c>error</c>.</param>
    /// <param name="status">The HTTP status, unless the stream has begun.</param>
    public Task ErrorAsync(ReadOnlyMemory<byte> error, int status = StatusCodes.Status200OK) =>
        WriteAsync(Kind.Error, null, error, status);

    /// <summary>What a stage or an upstream leg refuses with.</summary>
    public Task RefuseAsync(Refusal refusal)
    {
        if (_isStream)
            return ErrorAsync(RpcText.Error(refusal.Code, refusal.Message, refusal.Data.Span));
        if (_isOver)
        {
            // Half of a result is on its way, and nobody must take it for the whole.
            _http.Abort();
            return Task.CompletedTask;
        }

        _isOver = true;
        return _http.Response.HasStarted
            ? EndStreamAsync(refusal)
            : RefusalWriter.WriteAsync(_http, refusal, request);
    }

    /// <summary>From here on nothing touches the request any more; the server uses it again for another.</summary>
    public async ValueTask DisposeAsync()
    {
        _keepAlive?.Dispose();
        await _turn.WaitAsync(CancellationToken.None);
        _isOver = true;
        _turn.Release();
    }

    /// <summary>
    /// Ends a stream that others have written so far, whole events all of it. One that answers no request has no place
    /// for an error; its client opens it again.
    /// </summary>
    private async Task EndStreamAsync(Refusal refusal)
    {
        if (request.RequestId.IsEmpty)
            return;

        var error = RpcText.Error(refusal.Code, refusal.Message, refusal.Data.Span);
        WriteEvent(_http.Response.BodyWriter, Kind.Error, null, error.Span);
        await _http.Response.BodyWriter.FlushAsync(_aborted);
    }

    private async Task WriteAsync(
        Kind kind, string? method, ReadOnlyMemory<byte> content, int status = 200)
    {
        await _turn.WaitAsync(_aborted);
        try
        {
            if (_isOver)
                return;
            if (!_isStream)
                Begin(kind, content.Span, status);

            _isOver = kind is Kind.Result or Kind.Error;
            var output = _http.Response.BodyWriter;
            if (_isStream)
                WriteEvent(output, kind, method, content.Span);
            else
                RpcText.Response(output, id.Span, kind == Kind.Error, content.Span);
            if (_isStream || content.Length > FlushedAtOnce)
                await output.FlushAsync(_aborted);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Begin(Kind kind, ReadOnlySpan<byte> content, int status)
    {
        _isStream = kind is not (Kind.Result or Kind.Error);
        BeginJson(status);
        var response = _http.Response;
        if (!_isStream)
        {
            response.ContentLength = RpcText.ResponseLength(id.Span, kind == Kind.Error, content);
            return;
        }

        response.ContentType = "text/event-stream";
        // Proxies on the way (nginx and those that follow its convention) must not gather events.
        response.Headers["X-Accel-Buffering"] = "no";
        ties.EndWithItsToken(request);
        _keepAlive = ties.KeepAlive(() => WriteAsync(Kind.Comment, null, default));
    }

    private void BeginJson(int status)
    {
        var response = _http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    private void WriteEvent(PipeWriter output, Kind kind, string? method, ReadOnlySpan<byte> content)
    {
        if (kind == Kind.Comment)
        {
            output.Write(":\n\n"u8);
            return;
        }

        output.Write("event: message\ndata: "u8);
        if (kind == Kind.Notification)
            RpcText.Notification(output, method!, content);
        else
            RpcText.Response(output, id.Span, kind == Kind.Error, content);
        output.Write("\n\n"u8);
    }
}
