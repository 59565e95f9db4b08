using System.Buffers;
using System.IO.Pipelines;

namespace McpAspire.FixedBackend;

/// <summary>The Streamable HTTP transport of both eras, as far as the workloads need it.</summary>
internal static class HttpServer
{
    private const int Piece = 64 * 1024;

    public static Task AnswerAsync(HttpContext http)
    {
        if (HttpMethods.IsPost(http.Request.Method))
            return PostAsync(http);

        return HttpMethods.IsGet(http.Request.Method) ? ListenAsync(http) : Task.CompletedTask;
    }

    private static async Task PostAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        ReadResult read;
        while (!(read = await reader.ReadAsync(http.RequestAborted)).IsCompleted)
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        await WriteAsync(http, read.Buffer.IsSingleSegment ? read.Buffer.First : read.Buffer.ToArray());
        reader.AdvanceTo(read.Buffer.End);
    }

    private static Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> message)
    {
        var call = Call.Read(message.Span);
        if (call.Id.IsEmpty)
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return Task.CompletedTask;
        }

        if (call.Name.SequenceEqual("events"u8))
            return EventsAsync(http, call.Id.ToArray(), call.ProgressToken.ToArray());

        var answer = Answers.Of(call);
        if (call.Method.SequenceEqual("initialize"u8))
            http.Response.Headers["Mcp-Session-Id"] = Guid.NewGuid().ToString("N");
        http.Response.ContentType = "application/json";
        var output = http.Response.BodyWriter;
        http.Response.ContentLength = Envelope.Length(call.Id, answer);
        Envelope.WriteHead(output, call.Id, isError: answer is null);
        if (answer is { Length: > Piece })
            return PiecesAsync(http, answer);

        output.Write(answer ?? Envelope.NoSuchMethod);
        output.Write("}"u8);
        return Task.CompletedTask;
    }

    /// <summary>Waits where the reader is slower, so that what lies in between decides how much it holds.</summary>
    private static async Task PiecesAsync(HttpContext http, byte[] answer)
    {
        var output = http.Response.BodyWriter;
        for (var start = 0; start < answer.Length; start += Piece)
        {
            var piece = answer.AsMemory(start, Math.Min(Piece, answer.Length - start));
            await output.WriteAsync(piece, http.RequestAborted);
        }

        output.Write("}"u8);
        await output.FlushAsync(http.RequestAborted);
    }

    private static async Task EventsAsync(HttpContext http, byte[] id, byte[] token)
    {
        http.Response.ContentType = "text/event-stream";
        var output = http.Response.BodyWriter;
        for (var number = 1; number <= Answers.Events; number++)
        {
            Envelope.WriteProgress(output, token, number);
            await output.FlushAsync(http.RequestAborted);
        }

        output.Write("event: message\ndata: "u8);
        Envelope.WriteHead(output, id, isError: false);
        output.Write(Answers.Small);
        output.Write("}\n\n"u8);
    }

    private static async Task ListenAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.BodyWriter.WriteAsync(": listening\n\n"u8.ToArray(), http.RequestAborted);
        var end = new TaskCompletionSource();
        await using var ended = http.RequestAborted.UnsafeRegister(_ => end.TrySetResult(), null);
        await end.Task;
    }
}
