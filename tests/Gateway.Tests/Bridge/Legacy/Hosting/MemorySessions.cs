using System.Collections.Concurrent;
using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;

/// <summary>Sessions that last until they are closed.</summary>
internal sealed class MemorySessions : ISessionStore
{
    private readonly ConcurrentDictionary<string, McpSession> _sessions = new();

    public int Count => _sessions.Count;

    public ValueTask<McpSession> OpenAsync(
        AccessToken owner, string resource, SessionState state, CancellationToken cancellationToken)
    {
        var session = new McpSession(
            Guid.NewGuid().ToString("N"),
            owner.Subject,
            owner.ClientId,
            resource,
            DateTimeOffset.UnixEpoch,
            owner.RevocationId,
            state);
        _sessions[session.Id] = session;
        return new(session);
    }

    public ValueTask<McpSession?> FindAsync(
        string id, AccessToken caller, string resource, CancellationToken cancellationToken) =>
        new(_sessions.GetValueOrDefault(id) is { } session
            && session.Subject == caller.Subject && session.ClientId == caller.ClientId && session.Resource == resource
                ? session
                : null);

    public ValueTask<McpSession?> ChangeAsync(
        McpSession session, Func<SessionState, SessionState> change, CancellationToken cancellationToken)
    {
        while (_sessions.TryGetValue(session.Id, out var known))
        {
            var changed = known with { State = change(known.State) };
            if (_sessions.TryUpdate(session.Id, changed, known))
                return new(changed);
        }

        return new((McpSession?)null);
    }

    public ValueTask CloseAsync(McpSession session, CancellationToken cancellationToken)
    {
        _sessions.TryRemove(session.Id, out _);
        return default;
    }
}
