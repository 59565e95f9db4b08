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
/// <param name="ask">Takes a request of the server; must not wait for the answer to it.</param>
internal sealed class CallStream(
    UpstreamCall call,
    long id,
    IUpstreamTalk talk,
    LegLimits limits,
    Action<JsonRpcMessage, ReadOnlyMemory<byte>> ask)
{
    /// <summary>From where the stream can be resumed, once it has broken.</summary>
    public string? LastEventId { get; private set; }

    public TimeSpan? Retry { get; private set; }

    /// <summary>Set while the server waits for the client, which may take longer than the server may.</summary>
    public Func<bool>? IsWaitingForClient { get; init; }

    /// <summary>The answer, or null if the stream ended before it.</summary>
    public async Task<UpstreamAnswer?> ReadAsync(UpstreamResponse response, CancellationToken cancellationToken)
    {
        if (response.IsEncoded)
            throw UpstreamFaults.Unusable("The answer has a content encoding, though none was offered.");

        using var deadline = new ReadDeadline(limits.Timeout, limits.Time, cancellationToken);
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
        catch (OperationCanceledException exception) when (deadline.HasPassed)
        {
            throw UpstreamFaults.TimedOut(exception);
        }
        catch (IOException)
        {
            // Broken off; whoever can, resumes it.
            return null;
        }
    }

    private async ValueTask<bool> ReadAsync(EventReader events, ReadDeadline deadline)
    {
        if (IsWaitingForClient?.Invoke() != true)
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

        switch (message.Kind)
        {
            case JsonRpcKind.Response:
                return Answer(events.Detach(), message);
            case JsonRpcKind.Request:
                ask(message, events.Data);
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
