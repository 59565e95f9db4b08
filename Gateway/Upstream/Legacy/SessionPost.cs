using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Messages;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>Posts what gets no answer: notifications, and the client's answers to the server's questions.</summary>
internal sealed class SessionPost(ServerTransport transport, LegLimits limits, UpstreamLog log)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Never throws: the server that does not get it has to deal with that itself.</summary>
    public Task AnswerAsync(LegacySession session, ReadOnlyMemory<byte> id, UpstreamAnswer answer) =>
        TryPostAsync(session, RequestText.Response(id.Span, answer.IsError, answer.Json.Span));

    /// <summary>Never throws: the call has ended for its caller, whatever the server makes of it.</summary>
    public Task CancelAsync(LegacySession session, long id)
    {
        using var parameters = new PooledBody(64);
        parameters.Append("{\"requestId\":"u8);
        RequestText.AppendNumber(parameters, id);
        parameters.Append("}"u8);
        return TryPostAsync(session, RequestText.Notification("notifications/cancelled", parameters.Bytes.Span));
    }

    public async Task NotifyAsync(
        LegacySession session, string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        using var request = LegacyRequest.Post(RequestText.Notification(method, parameters.Span), session);
        using var response = await transport.SendAsync(
            request, session.Destination, Evidence.OnlyFailure, cancellationToken);
    }

    private async Task TryPostAsync(LegacySession session, PooledBody text)
    {
        var limit = limits.Timeout < LongestWait ? limits.Timeout : LongestWait;
        using var timeout = new CancellationTokenSource(limit, limits.Time);
        try
        {
            using var request = LegacyRequest.Post(text, session);
            using var response = await transport.SendAsync(
                request, session.Destination, Evidence.OnlyFailure, timeout.Token);
            if (response.Status >= 300)
                log.NotTaken(response.Status);
        }
        catch (Exception exception) when (exception is UpstreamException or OperationCanceledException)
        {
            log.NotTaken(0);
        }
    }
}
