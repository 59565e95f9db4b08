using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>
/// The event stream that answers one request: notifications, in the legacy era questions, and at last the answer.
/// </summary>
/// <param name="call">What was asked.</param>
/// <param name="id">The request's id, which is its progress token too.</param>
/// <param name="talk">Who hears the notifications.</param>
/// <param name="limits">How long it may be silent, and how much it may say.</param>
/// <param name="questions">Takes the requests of the server.</param>
/// <param name="isExcused">Whether the server waits for an answer to what it asked elsewhere.</param>
internal sealed class CallStream(
    UpstreamCall call,
    long id,
    IUpstreamTalk talk,
    LegLimits limits,
    IServerQuestions questions,
    Func<bool>? isExcused = null)
{
    /// <summary>From where the stream can be resumed, once it has broken.</summary>
    public string? LastEventId { get; private set; }

    public TimeSpan? Retry { get; private set; }

    /// <summary>When the server last said something, by the limits' clock.</summary>
    public long LastMessageAt { get; private set; } = limits.Time.GetTimestamp();

    /// <summary>The answer, or null if the stream ended before it.</summary>
    public async Task<UpstreamAnswer?> ReadAsync(UpstreamResponse response, CancellationToken cancellationToken)
    {
        if (response.IsEncoded)
            throw UpstreamFaults.Unusable("The answer has a content encoding, though none was offered.");

        using var deadline = new ReadDeadline(limits.Timeout, limits.Time, cancellationToken, isExcused);
        // While the server waits for the client, it is not the server that is silent.
        questions.Answered = deadline.Restart;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
            using var events = new EventReader(stream, limits.MaxResultBytes, limits.MaxResultBytes);
            while (await ReadAsync(events, deadline))
            {
                deadline.Pause();
                if (await TakeAsync(events) is { } answer)
                    return answer;
            }

            return null;
        }
        catch (UpstreamException exception)
        {
            response.Fail(exception);
            throw;
        }
        catch (OperationCanceledException exception) when (deadline.HasPassed)
        {
            var timedOut = UpstreamFaults.TimedOut(exception);
            response.Fail(timedOut);
            throw timedOut;
        }
        catch (IOException)
        {
            // Broken off; whoever can, resumes it.
            return null;
        }
    }

    private async ValueTask<bool> ReadAsync(EventReader events, ReadDeadline deadline)
    {
        if (!questions.AreOpen)
            deadline.Restart();
        try
        {
            return await events.ReadAsync(deadline.Token);
        }
        finally
        {
            (LastEventId, Retry) = (events.LastEventId ?? LastEventId, events.Retry ?? Retry);
        }
    }

    private async ValueTask<UpstreamAnswer?> TakeAsync(EventReader events)
    {
        if (!JsonRpcReader.TryRead(events.Data.Span, out var message, out var fault))
            throw UpstreamFaults.Unusable(fault.Message);

        LastMessageAt = limits.Time.GetTimestamp();
        switch (message.Kind)
        {
            case JsonRpcKind.Response:
                return Answer(events.Detach(), message);
            case JsonRpcKind.Request:
                questions.Ask(message, events.Data);
                return null;
            default:
                await NotifyAsync(message, events.Data);
                return null;
        }
    }

    private UpstreamAnswer Answer(PooledBody text, JsonRpcMessage message)
    {
        try
        {
            return AnswerReader.Answer(text, message, id);
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    private async ValueTask NotifyAsync(JsonRpcMessage message, ReadOnlyMemory<byte> text)
    {
        var parameters = text[message.Content];
        if (message.Method == "notifications/cancelled")
        {
            questions.Cancel(parameters);
            return;
        }

        if (message.Method != "notifications/progress")
        {
            await talk.NotifiedAsync(message.Method!, parameters);
            return;
        }

        // Progress of another call, or that nobody asked for, is not this caller's.
        if (!call.WantsProgress || ObjectText.Find(parameters.Span, "progressToken"u8) is not { } token
            || !AnswerReader.IsId(parameters.Span[token], id))
            return;

        using var own = ObjectText.Without(parameters.Span, "progressToken"u8);
        await talk.NotifiedAsync(message.Method, own.Bytes);
    }
}
