using System.Buffers.Text;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>Turns what a server answered into a result or an error, or says why it is neither.</summary>
internal static class AnswerReader
{
    /// <summary>Reads an answer that is not an event stream.</summary>
    /// <exception cref="UpstreamException">It is no answer to this request.</exception>
    public static async Task<UpstreamAnswer> ReadAsync(
        UpstreamResponse response, long id, int limit, CancellationToken cancellationToken)
    {
        try
        {
            Judge(response);
            var body = await ResponseBody.ReadAsync(response, limit, cancellationToken);
            try
            {
                return response.Status < 300 ? Result(body, id) : Error(body, response.Status);
            }
            catch
            {
                body.Dispose();
                throw;
            }
        }
        catch (UpstreamException exception)
        {
            response.Fail(exception);
            throw;
        }
    }

    /// <summary>The same for a caller who can pass a result on while it comes.</summary>
    public static async Task<UpstreamAnswer> BeginAsync(
        UpstreamResponse response, long id, int limit, CancellationToken cancellationToken)
    {
        if (response.Status != StatusCodes.Status200OK)
            return await ReadAsync(response, id, limit, cancellationToken);

        try
        {
            Judge(response);
            var (body, rest) = await ResponseBody.BeginAsync(response, limit, cancellationToken);
            if (rest is null)
                return Whole(body, id);

            var large = new LargeResult(response, rest, body, id, limit);
            return new UpstreamAnswer(isError: false, default, large) { Large = large };
        }
        catch (UpstreamException exception)
        {
            response.Fail(exception);
            throw;
        }
    }

    private static UpstreamAnswer Whole(PooledBody body, long id)
    {
        try
        {
            return Result(body, id);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static void Judge(UpstreamResponse response)
    {
        var status = response.Status;
        if (status is >= 300 and < 400 or 401 or 407)
            throw UpstreamFaults.Unusable($"HTTP status {status}");
        if (response.IsEncoded)
            throw UpstreamFaults.Unusable("The answer has a content encoding, though none was offered.");
        if (!response.IsJson)
            throw status is >= 400 and < 500
                ? UpstreamFaults.RefusedWith(status)
                : UpstreamFaults.Unusable($"HTTP status {status} with something else than JSON");
    }

    /// <summary>The answer in a message that has been read; the text becomes its owner.</summary>
    public static UpstreamAnswer Answer(PooledBody text, JsonRpcMessage message, long id)
    {
        var bytes = text.Bytes;
        var content = bytes[message.Content];
        if (message.Kind != JsonRpcKind.Response || !IsId(bytes.Span[message.Id], id))
            throw UpstreamFaults.Unusable("The answer has another id than the request.");
        if (content.Span[0] != '{' || (message.IsError && StrictText.CodeOf(content.Span) is null))
            throw UpstreamFaults.Unusable("The answer's result or error is none.");

        return new UpstreamAnswer(message.IsError, content, text);
    }

    public static bool IsId(ReadOnlySpan<byte> json, long id) =>
        Utf8Parser.TryParse(json, out long number, out var length) && length == json.Length && number == id;

    /// <summary>The answer in a body that came without an HTTP error.</summary>
    public static UpstreamAnswer Result(PooledBody body, long id) =>
        JsonRpcReader.TryRead(body.Bytes.Span, out var message, out var fault)
            ? Answer(body, message, id)
            : throw UpstreamFaults.Unusable(fault.Message);

    private static UpstreamAnswer Error(PooledBody body, int status)
    {
        if (StrictText.FindError(body.Bytes.Span) is { } error)
            return new UpstreamAnswer(isError: true, body.Bytes[error], body);

        throw status < 500
            ? UpstreamFaults.RefusedWith(status)
            : UpstreamFaults.Unusable($"HTTP status {status} without a JSON-RPC error");
    }
}
