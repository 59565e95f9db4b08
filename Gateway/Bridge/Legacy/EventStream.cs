using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Carries an event stream over one connection (2025-11-25, Streamable HTTP; HTML, section 9.2).</summary>
internal sealed class EventStream(StreamTies ties, IOptions<McpOptions> options, TimeProvider time)
{
    private readonly TimeSpan _keepAlive = options.Value.KeepAliveInterval;

    /// <summary>
    /// The headers, and the id to come back with if the connection breaks before anything is said.
    /// </summary>
    public async Task BeginAsync(LegacySession session, McpRequest request, string stream, long number)
    {
        var response = request.Http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        // Proxies on the way (nginx and those that follow its convention) must not gather events.
        response.Headers["X-Accel-Buffering"] = "no";
        ties.EndWithItsToken(request);
        if (session.KnowsEmptyEvents)
            WriteEvent(response.BodyWriter, stream, new LoggedEvent(number, default));
        await response.BodyWriter.FlushAsync(request.Http.RequestAborted);
    }

    /// <summary>Writes what a stream says until it is over, or this connection is; says which of the two.</summary>
    public async Task<bool> WriteAsync(
        McpRequest request, string stream, EventReader reader, Func<ValueTask<bool>>? isAlive, CancellationToken end)
    {
        var output = request.Http.Response.BodyWriter;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(end, request.Http.RequestAborted);
        var asked = time.GetTimestamp();
        try
        {
            while (true)
            {
                var (events, isOver) = reader.Take();
                foreach (var said in events)
                    WriteEvent(output, stream, said);
                if (events.Count > 0)
                    await output.FlushAsync(both.Token);
                if (isOver)
                    return true;
                if (!await HasChangedAsync(reader, both.Token))
                    await WriteCommentAsync(output, both.Token);
                if (isAlive is null || time.GetElapsedTime(asked) < _keepAlive)
                    continue;

                // Also in a stream that is never silent: this is what keeps the session in use.
                asked = time.GetTimestamp();
                if (!await isAlive())
                    return true;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>Writes what another replica's stream said; a comment if that was nothing.</summary>
    public async Task WriteAsync(McpRequest request, string stream, Followed followed)
    {
        var output = request.Http.Response.BodyWriter;
        for (var i = 0; i < followed.Messages.Length; i++)
            WriteEvent(output, stream, new LoggedEvent(followed.First + i, followed.Messages[i]));
        if (followed.Messages.Length == 0)
            await WriteCommentAsync(output, request.Http.RequestAborted);
        else
            await output.FlushAsync(request.Http.RequestAborted);
    }

    private static void WriteEvent(PipeWriter output, string stream, LoggedEvent said)
    {
        if (!said.Message.IsEmpty)
            output.Write("event: message\n"u8);
        output.Write("id: "u8);
        Encoding.ASCII.GetBytes(EventId.Of(stream, said.Number), output);
        output.Write("\ndata: "u8);
        output.Write(said.Message.Span);
        output.Write("\n\n"u8);
    }

    /// <summary>False when nothing has happened for a while.</summary>
    private async Task<bool> HasChangedAsync(EventReader reader, CancellationToken cancellationToken)
    {
        var changed = reader.Changed;
        if (changed.IsCompleted)
            return true;

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var silence = Task.Delay(_keepAlive, time, waiting.Token);
        var first = await Task.WhenAny(changed, silence);
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == changed;
    }

    private static async Task WriteCommentAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        output.Write(":\n\n"u8);
        await output.FlushAsync(cancellationToken);
    }
}
