using McpAspire.Gateway.Authentication;

namespace McpAspire.Gateway.Sessions;

/// <summary>
/// The sessions of legacy clients. They end when idle for <c>Mcp:Sessions:IdleTimeout</c>, at the latest after
/// <c>Mcp:Sessions:AbsoluteTimeout</c>, on DELETE, and when the operator or the identity ends them.
/// </summary>
internal interface ISessionStore
{
    /// <summary>Opens a session with a new id.</summary>
    ValueTask<McpSession> OpenAsync(
        AccessToken owner, string resource, SessionState state, CancellationToken cancellationToken);

    /// <summary>
    /// The session, if it is this caller's at this endpoint; null for another's exactly as for an unknown one.
    /// Counts as use.
    /// </summary>
    ValueTask<McpSession?> FindAsync(
        string id, AccessToken caller, string resource, CancellationToken cancellationToken);

    /// <summary>Replaces what the session says; the change is seen by every replica's next request.</summary>
    ValueTask ChangeAsync(McpSession session, CancellationToken cancellationToken);

    ValueTask CloseAsync(McpSession session, CancellationToken cancellationToken);
}
