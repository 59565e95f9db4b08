using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// Finds the session that a request says it belongs to (2025-11-25, Streamable HTTP, session management). It never
/// authenticates: whose it is was agreed on when it was opened, and is compared with the token on every request.
/// </summary>
internal sealed class SessionGate(ISessionStore sessions)
{
    /// <summary>The session, or why there is none.</summary>
    public async ValueTask<(LegacySession? Session, Refusal? Refusal)> FindAsync(McpRequest request)
    {
        var headers = request.Http.Request.Headers;
        if (headers[McpHeaders.SessionId].ToString() is not { Length: > 0 } id)
            return (null, LegacyRefusals.NoSession);

        var record = await sessions.FindAsync(
            id, request.Caller!, request.Server.Resource, request.Http.RequestAborted);
        // One that a server opened, and that was passed through, is not known here.
        if (record is null || record.State.UpstreamId is not null)
            return (null, Refusals.UnknownSession);

        var version = headers[McpHeaders.ProtocolVersion].ToString().Trim();
        // Another revision than the agreed one changes nothing; one that is not known is a bad request.
        if (version.Length > 0 && !Initialization.Knows(version))
            return (null, LegacyRefusals.OtherVersion);

        return (new LegacySession(record, request.Caller!), null);
    }
}
