using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Messages;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>Opens and closes sessions (2025-11-25, lifecycle).</summary>
internal sealed class LegacyHandshake(
    ServerTransport transport, SessionPost post, RequestIds ids, LegLimits limits)
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Opens a session in which exactly what the caller declared is declared. Null if the server has no
    /// <c>initialize</c>.
    /// </summary>
    public async Task<LegacyGreeting?> OpenAsync(UpstreamCaller caller, CancellationToken cancellationToken)
    {
        using var parameters = Parameters(caller);
        var call = new UpstreamCall(caller, McpMethods.Initialize, parameters.Bytes);
        var id = ids.Next();
        using var request = LegacyRequest.Post(RequestText.Legacy(call, id), session: null);
        using var response = await transport.SendAsync(
            request, destinationId: null, call.Evidence, cancellationToken);
        using var answer = await ReadAsync(call, id, response, cancellationToken);
        if (answer is null or { IsError: true })
            return null;

        var greeting = InitializeResult.Read(answer.Json.Span, response.SessionId, response.DestinationId);
        await post.NotifyAsync(greeting.Session, "notifications/initialized", default, cancellationToken);
        return greeting;
    }

    /// <summary>Ends a session; that the server cannot (405) or has lost it (404) does not matter.</summary>
    public async Task CloseAsync(LegacySession session)
    {
        if (session.Id is null)
            return;

        using var timeout = new CancellationTokenSource(FarewellTimeout, limits.Time);
        using var request = LegacyRequest.Delete(session);
        try
        {
            using var response = await transport.SendAsync(
                request, session.Destination, Evidence.OnlyFailure, timeout.Token);
        }
        catch (Exception exception) when (exception is UpstreamException or OperationCanceledException)
        {
            // It ends by itself, when nobody has used it for a while.
        }
    }

    private async Task<UpstreamAnswer?> ReadAsync(
        UpstreamCall call, long id, UpstreamResponse response, CancellationToken cancellationToken)
    {
        try
        {
            return response.IsEventStream
                ? await new CallStream(call, id, SilentTalk.Instance, limits, NoQuestions.Ignored)
                    .ReadAsync(response, cancellationToken)
                : await AnswerReader.ReadAsync(response, id, limits.MaxResultBytes, cancellationToken);
        }
        catch (UpstreamException exception) when (exception.Refusal == UpstreamFaults.Refused)
        {
            return null;
        }
    }

    private static PooledBody Parameters(UpstreamCaller caller)
    {
        var text = new PooledBody(caller.Capabilities.Length + caller.ClientInfo.Length + 256);
        text.Append("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":"u8);
        text.Append(caller.Capabilities.IsEmpty ? "{}"u8 : caller.Capabilities.Span);
        text.Append(",\"clientInfo\":"u8);
        text.Append(caller.ClientInfo.IsEmpty ? RequestText.OwnName.Span : caller.ClientInfo.Span);
        text.Append("}"u8);
        return text;
    }
}
