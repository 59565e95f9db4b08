using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Sessions;

/// <summary>
/// Sessions that a server opens and that are passed through. The client gets an id of the gateway's own: the server's
/// may be guessable, and by itself it would be good for whoever learns it.
/// </summary>
internal sealed class PassThroughSessions(ISessionStore sessions, TimeProvider time) : IMcpStage
{
    private const int MaxUpstreamId = 1024;

    /// <summary>How often an open stream counts as use; shorter than any idle time that may be set.</summary>
    private static readonly TimeSpan UsePeriod = TimeSpan.FromSeconds(20);

    /// <summary>
    /// To the server all callers are the gateway: without a session it could not tell whose events somebody asks for.
    /// </summary>
    private static readonly Refusal NoSession = new(
        StatusCodes.Status400BadRequest,
        JsonRpcErrorCode.ServerError,
        "A stream is resumed within its session: send Mcp-Session-Id.",
        "resumption_without_session");

    private static readonly Refusal BadUpstreamId = new(
        StatusCodes.Status502BadGateway,
        JsonRpcErrorCode.InternalError,
        "The server gave no usable answer.",
        "backend_session_id");

    /// <summary>Puts the server's id in place of the client's, and has the replica of the server chosen that knows it.</summary>
    /// <exception cref="SharedStateException">The sessions cannot be looked up.</exception>
    public ValueTask<StageResult> InvokeAsync(McpRequest request)
    {
        var headers = request.Http.Request.Headers;
        if (request.Era == McpEra.Modern || request.Message?.Method == McpMethods.Initialize)
        {
            // The modern era has neither, and a session that begins has no id yet.
            headers.Remove(McpHeaders.SessionId);
            headers.Remove(McpHeaders.LastEventId);
            return StageResult.Continue;
        }

        var id = headers[McpHeaders.SessionId].ToString();
        if (id.Length > 0)
            return BindAsync(request, id);

        return headers.ContainsKey(McpHeaders.LastEventId) ? (StageResult)NoSession : StageResult.Continue;
    }

    /// <summary>Forgets a session that the server knows no more, or has ended on the client's DELETE.</summary>
    public ValueTask EndIfOverAsync(McpRequest request, HttpResponseMessage answer) =>
        request.Session is { } session && IsOver(request, answer)
            ? sessions.CloseAsync(session, request.Http.RequestAborted)
            : default;

    /// <summary>
    /// Gives the client the gateway's id of the session that the server has opened or goes on with. Returns why the
    /// answer cannot be passed on, or null.
    /// </summary>
    public async ValueTask<Refusal?> AdoptAsync(McpRequest request, HttpResponseMessage answer)
    {
        // The modern era has no sessions; one that nobody learns of would be kept for nothing.
        if (request.Era == McpEra.Modern || UpstreamIdOf(answer) is not { } upstreamId)
            return null;

        var session = request.Session;
        if (session is null)
        {
            if (request.Message?.Method != McpMethods.Initialize || !answer.IsSuccessStatusCode)
                return null;
            if (upstreamId.Length is 0 or > MaxUpstreamId || upstreamId.AsSpan().ContainsAnyExceptInRange('!', '~'))
                return BadUpstreamId;
            session = await OpenAsync(request, upstreamId);
        }

        request.Http.Response.Headers[McpHeaders.SessionId] = session.Id;
        return null;
    }

    private async ValueTask<StageResult> BindAsync(McpRequest request, string id)
    {
        var http = request.Http;
        var session = await sessions.FindAsync(id, request.Caller!, request.Server.Resource, http.RequestAborted);
        if (session?.State.UpstreamId is not { } upstreamId)
            return Refusals.UnknownSession;
        if (!SessionAffinity.TryChoose(http, session.State.DestinationId))
        {
            await sessions.CloseAsync(session, http.RequestAborted);
            return Refusals.UnknownSession;
        }

        request.Session = session;
        http.Request.Headers[McpHeaders.SessionId] = upstreamId;
        if (HttpMethods.IsGet(http.Request.Method))
            http.Response.RegisterForDispose(new SessionUse(sessions, request, session, time, UsePeriod));
        return StageResult.Continue;
    }

    private static bool IsOver(McpRequest request, HttpResponseMessage answer) =>
        (int)answer.StatusCode == StatusCodes.Status404NotFound
        || (HttpMethods.IsDelete(request.Http.Request.Method) && answer.IsSuccessStatusCode);

    private static string? UpstreamIdOf(HttpResponseMessage answer) =>
        answer.Headers.NonValidated.TryGetValues(McpHeaders.SessionId, out var values) ? values.ToString() : null;

    private ValueTask<McpSession> OpenAsync(McpRequest request, string upstreamId)
    {
        var state = new SessionState
        {
            // Agreed on between client and server; the gateway does not read it.
            ProtocolVersion = "",
            UpstreamId = upstreamId,
            DestinationId = SessionAffinity.ChosenOf(request.Http),
        };
        return sessions.OpenAsync(request.Caller!, request.Server.Resource, state, request.Http.RequestAborted);
    }
}
