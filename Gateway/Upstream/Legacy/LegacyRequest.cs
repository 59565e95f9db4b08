using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>Requests of the transport with sessions (2025-11-25, transports).</summary>
internal static class LegacyRequest
{
    public static HttpRequestMessage Post(PooledBody text, LegacySession? session)
    {
        var request = Create(HttpMethod.Post, "application/json, text/event-stream", session);
        request.Content = new PooledContent(text);
        return request;
    }

    /// <param name="session">Whose stream.</param>
    /// <param name="lastEventId">After which event; null for what belongs to no request.</param>
    public static HttpRequestMessage Get(LegacySession session, string? lastEventId)
    {
        var request = Create(HttpMethod.Get, "text/event-stream", session);
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation(McpHeaders.LastEventId, lastEventId);
        return request;
    }

    public static HttpRequestMessage Delete(LegacySession session) =>
        Create(HttpMethod.Delete, "application/json, text/event-stream", session);

    private static HttpRequestMessage Create(HttpMethod method, string accept, LegacySession? session)
    {
        var request = new HttpRequestMessage { Method = method };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (session is null)
            return request;

        request.Headers.TryAddWithoutValidation(McpHeaders.ProtocolVersion, session.ProtocolVersion);
        if (session.Id is { } id)
            request.Headers.TryAddWithoutValidation(McpHeaders.SessionId, id);
        return request;
    }
}
