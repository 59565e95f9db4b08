using System.Buffers;
using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Bridge;

/// <summary>
/// The answer to one POST: JSON if the result is the first thing to say, an event stream as soon as something comes
/// before it. What is written is whole messages, each on one line, whoever writes at the same time.
/// </summary>
internal sealed class Reply(HttpContext http, ReadOnlyMemory<byte> id) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _isStream;
    private bool _isComplete;

    /// <summary>A notification before the result; ignored after it.</summary>
    public Task NotifyAsync(string method, ReadOnlyMemory<byte> parameters) =>
        WriteEventAsync(output => RpcText.Notification(output, method, parameters.Span));

    /// <summary>A request of the server to the client (legacy era).</summary>
    /// <param name="questionId">The id as JSON; it comes back in the client's response.</param>
    /// <param name="method">Such as <c>elicitation/create</c>.</param>
    /// <param name="parameters">The object <c>params</c>.</param>
    public Task AskAsync(ReadOnlyMemory<byte> questionId, string method, ReadOnlyMemory<byte> parameters) =>
        WriteEventAsync(output => RpcText.Request(output, questionId.Span, method, parameters.Span));

    /// <summary>Keeps the stream open through proxies that close silent ones; nothing before it has begun.</summary>
    public Task KeepAliveAsync() => _isStream ? WriteAsync(output => output.Write(": keep-alive\n\n"u8)) : Task.CompletedTask;

    public Task ResultAsync(ReadOnlyMemory<byte> result) => CompleteAsync("result", result);

    /// <param name="error">The object <c>error</c>.</param>
    /// <param name="status">The HTTP status, unless the stream has begun.</param>
    public Task ErrorAsync(ReadOnlyMemory<byte> error, int status = StatusCodes.Status200OK) =>
        CompleteAsync("error", error, status);

    /// <summary>What a stage or an upstream leg refuses with.</summary>
    public async Task RefuseAsync(Refusal refusal, McpRequest request)
    {
        if (http.Response.HasStarted || _isStream)
            await ErrorAsync(RpcText.Error(refusal.Code, refusal.Message));
        else
            await RefusalWriter.WriteAsync(http, refusal, request);
    }

    public void Dispose() => _turn.Dispose();

    private Task WriteEventAsync(Action<IBufferWriter<byte>> message)
    {
        if (_isComplete)
            return Task.CompletedTask;
        if (!_isStream)
            Begin("text/event-stream", StatusCodes.Status200OK);
        _isStream = true;
        return WriteAsync(output => RpcText.Event(output, message));
    }

    private Task CompleteAsync(string member, ReadOnlyMemory<byte> content, int status = StatusCodes.Status200OK)
    {
        if (!_isStream)
            Begin("application/json", status);
        var task = WriteAsync(output =>
        {
            if (_isStream)
                RpcText.Event(output, text => RpcText.Response(text, id.Span, member, content.Span));
            else
                RpcText.Response(output, id.Span, member, content.Span);
        });
        _isComplete = true;
        return task;
    }

    private void Begin(string mediaType, int status)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = mediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task WriteAsync(Action<IBufferWriter<byte>> write)
    {
        await _turn.WaitAsync(http.RequestAborted);
        try
        {
            write(http.Response.BodyWriter);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            _turn.Release();
        }
    }
}
