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

    /// <summary>
    /// Changes what the session says; every replica's next request sees it. Of changes at once none is lost: one is
    /// made again on what another has left.
    /// </summary>
    /// <param name="session">Which session; what it says may be out of date.</param>
    /// <param name="change">Gives the new state, or the same object for none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What the session is now; null if it has ended.</returns>
    /// <exception cref="SharedStateException">The state is away, or too many change the session at once.</exception>
    ValueTask<McpSession?> ChangeAsync(
        McpSession session, Func<SessionState, SessionState> change, CancellationToken cancellationToken);

    ValueTask CloseAsync(McpSession session, CancellationToken cancellationToken);
}
