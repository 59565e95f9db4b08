using System.Text.Json;
using System.Threading.Channels;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Listening;
using McpAspire.Gateway.Upstream.Messages;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Modern;

/// <summary><c>subscriptions/listen</c> (SEP-2575), again and again until its caller or the server ends it.</summary>
internal sealed class ModernListening(ServerTransport transport, RequestIds ids, LegLimits limits, UpstreamLog log)
{
    private const string Acknowledged = "notifications/subscriptions/acknowledged";

    public async Task RunAsync(
        UpstreamCaller caller,
        UpstreamInterest interest,
        ChannelWriter<UpstreamNews> news,
        CancellationToken cancellationToken)
    {
        var pauses = new Pauses(limits.Time);
        while (true)
        {
            try
            {
                if (await ListenAsync(caller, interest, news, cancellationToken))
                    return;
            }
            catch (UpstreamException exception)
            {
                log.ListeningBroke(exception.Refusal.Reason, exception.InnerException?.Message);
            }

            await pauses.WaitAsync(cancellationToken);
        }
    }

    /// <summary>One stream, to its end; true if the server ended it as it should.</summary>
    private async Task<bool> ListenAsync(
        UpstreamCaller caller,
        UpstreamInterest interest,
        ChannelWriter<UpstreamNews> news,
        CancellationToken cancellationToken)
    {
        var id = ids.Next();
        var call = new UpstreamCall(caller, McpMethods.SubscriptionsListen, Parameters(interest));
        using var request = ModernRequest.Create(call, RequestText.Modern(call, id));
        using var response = await transport.SendAsync(request, destinationId: null, call.Evidence, cancellationToken);
        if (response.IsEventStream)
            return await ReadAsync(response, id, interest, news, cancellationToken);
        if (!await HasNoStreamsAsync(response, id, cancellationToken))
            throw UpstreamFaults.Unusable($"HTTP status {response.Status} without a stream of news");

        response.Dispose();
        news.TryWrite(UpstreamNews.Begun);
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return true;
    }

    /// <summary>Whether there is nothing to hear, now and later. Every other error may pass.</summary>
    private async Task<bool> HasNoStreamsAsync(
        UpstreamResponse response, long id, CancellationToken cancellationToken)
    {
        if (response.Status == StatusCodes.Status405MethodNotAllowed)
            return true;

        using var answer = await AnswerReader.ReadAsync(response, id, limits.MaxResultBytes, cancellationToken);
        return answer.IsError && StrictText.CodeOf(answer.Json.Span) == JsonRpcErrorCode.MethodNotFound;
    }

    private async Task<bool> ReadAsync(
        UpstreamResponse response,
        long id,
        UpstreamInterest interest,
        ChannelWriter<UpstreamNews> news,
        CancellationToken cancellationToken)
    {
        var isAcknowledged = false;
        await foreach (var (message, text) in StandingStream.ReadAsync(response, limits, null, cancellationToken))
        {
            if (message.Kind == JsonRpcKind.Response)
                return AnswerReader.IsId(text.Span[message.Id], id);
            if (message.Kind == JsonRpcKind.Request)
                log.Asked(message.Method!);
            else if (!isAcknowledged && message.Method != Acknowledged)
                throw UpstreamFaults.Unusable("It tells news before it has acknowledged for what.");
            else if (isAcknowledged && interest.Wants(message.Method!, text.Span[message.Content]))
                news.TryWrite(new UpstreamNews(message.Method!, WithoutTag(text[message.Content])));
            else if (!isAcknowledged)
                news.TryWrite(UpstreamNews.Begun);
            isAcknowledged |= message.Method == Acknowledged;
        }

        return false;
    }

    /// <summary>The id of the subscription is that of this leg's request.</summary>
    private static ReadOnlyMemory<byte> WithoutTag(ReadOnlyMemory<byte> parameters)
    {
        if (parameters.IsEmpty)
            return default;

        using var own = ObjectText.Without(
            parameters.Span, "_meta"u8, "io.modelcontextprotocol/subscriptionId"u8);
        return own.Bytes.ToArray();
    }

    private static byte[] Parameters(UpstreamInterest interest)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartObject("notifications");
            if (interest.Tools)
                json.WriteBoolean("toolsListChanged", true);
            if (interest.Prompts)
                json.WriteBoolean("promptsListChanged", true);
            if (interest.Resources)
                json.WriteBoolean("resourcesListChanged", true);
            if (interest.ResourceUris.Count > 0)
            {
                json.WriteStartArray("resourceSubscriptions");
                foreach (var uri in interest.ResourceUris)
                    json.WriteStringValue(uri);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.ToArray();
    }
}
