using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Routing;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Inspection;

/// <summary>
/// Lets only well-formed messages pass from a backend to a caller, and of them only those that belong there.
/// </summary>
internal sealed partial class AnswerInspection(IOptions<McpOptions> options, ILogger<AnswerInspection> logger)
{
    public long MaxAnswerBytes { get; } = options.Value.MaxAnswerBytes;

    /// <summary>What is gathered of a list at most, in order to take something out of it.</summary>
    public int MaxListBytes { get; } = options.Value.MaxResultBytes;

    public TimeSpan StreamIdleTimeout { get; } = options.Value.StreamIdleTimeout;

    /// <summary>Finds what is wrong already before the body.</summary>
    public Refusal? Judge(McpRequest request, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        var content = answer.Content.Headers;
        if ((content.NonValidated.Contains("Content-Encoding") && !IsPlain(content.ContentEncoding))
            || (MediaTypes.PlainOf(answer) is null && !IsUtf8(content.ContentType?.CharSet)))
            return BackendFaults.OfStatus(status);
        if (content.ContentLength > MaxAnswerBytes)
            return AnswerFaults.TooLarge;
        if (BackendFaults.IsEventStream(answer))
            return status is 200 or (>= 400 and < 500) ? null : BackendFaults.OfStatus(status);

        var owesMessage = !request.RequestId.IsEmpty && !MediaTypes.IsJson(answer);
        var owesStream = HttpMethods.IsGet(request.Http.Request.Method);
        return answer.IsSuccessStatusCode && (owesMessage || owesStream) ? AnswerFaults.Malformed : null;
    }

    /// <summary>
    /// Has the body checked on its way. False if there must be none, as the request asked for nothing: a client that
    /// read it nevertheless would take it for the answer to something else.
    /// </summary>
    public bool Attach(McpRequest request, HttpResponseMessage answer, bool isStanding)
    {
        if (BackendFaults.IsEventStream(answer))
        {
            if (request.RequestId.IsEmpty && !HttpMethods.IsGet(request.Http.Request.Method))
                return false;

            answer.Content = new InspectedContent(
                answer.Content, body => new EventAnswerStream(body, request, this, isStanding));
            return true;
        }

        if (!MediaTypes.IsJson(answer) || (answer.IsSuccessStatusCode && request.RequestId.IsEmpty))
            return false;

        var status = (int)answer.StatusCode;
        answer.Content = new InspectedContent(
            answer.Content, body => new JsonAnswerStream(body, request, status, MaxAnswerBytes));
        return true;
    }

    public void MessageWasDropped(McpRequest request, string what) => LogDropped(request.Server.Name, what);

    /// <summary>Some servers say of an event stream that it has the encoding "identity", which is none.</summary>
    private static bool IsPlain(ICollection<string> encodings) =>
        encodings.Count == 0 || encodings.All(encoding => encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    private static bool IsUtf8(string? charset) =>
        charset is null || charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(LogLevel.Warning, "Dropped what the backend of {Server} may not send: {What}")]
    private partial void LogDropped(string server, string what);
}
