using System.Text;
using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Authentication.Revocations;
using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Sessions;

/// <summary>Sessions in the shared state, with what this replica has just learned in front of it.</summary>
internal sealed class SessionStore : ISessionStore, IDisposable
{
    private const string ChangedTopic = "session-changed";

    /// <summary>Each fails only because another change was made meanwhile.</summary>
    private const int MaxAttempts = 32;

    private readonly ISharedState _state;
    private readonly IReplicaBus _bus;
    private readonly RevocationList _revocations;
    private readonly TimeProvider _time;
    private readonly McpSessionOptions _options;
    private readonly SessionCache _cache;
    private readonly IDisposable _changes;

    public SessionStore(
        ISharedState state,
        IReplicaBus bus,
        RevocationList revocations,
        IOptions<McpOptions> options,
        TimeProvider time)
    {
        (_state, _bus, _revocations, _time) = (state, bus, revocations, time);
        _options = options.Value.Sessions;
        _cache = new SessionCache(time, _options.CacheTime);
        _changes = bus.Handle(ChangedTopic, ForgetAsync);
    }

    public async ValueTask<McpSession> OpenAsync(
        AccessToken owner, string resource, SessionState state, CancellationToken cancellationToken)
    {
        var session = new McpSession(
            SessionId.New(),
            owner.Subject,
            owner.ClientId,
            resource,
            _time.GetUtcNow(),
            owner.RevocationId,
            state);
        var key = SessionId.KeyOf(session.Id);
        await _state.SetAsync(key, SessionSeal.Seal(session), LifetimeOf(session), cancellationToken);
        _cache.Add(key, session);
        return session;
    }

    public async ValueTask<McpSession?> FindAsync(
        string id, AccessToken caller, string resource, CancellationToken cancellationToken)
    {
        if (!SessionId.IsPossible(id))
            return null;

        var key = SessionId.KeyOf(id);
        var session = _cache.Find(key) ?? await ReadAsync(key, id, cancellationToken);
        if (session is null
            || session.Subject != caller.Subject
            || session.ClientId != caller.ClientId
            || session.Resource != resource
            || LifetimeOf(session) <= TimeSpan.Zero)
            return null;
        if (session.RevocationId == caller.RevocationId)
            return session;

        session = await UpdateAsync(
            key,
            id,
            known => _revocations.Contains(known.RevocationId)
                ? known
                : known with { RevocationId = caller.RevocationId },
            cancellationToken);
        if (session is null || session.RevocationId == caller.RevocationId)
            return session;

        // What was agreed on under a token that has been revoked since does not go on under the next one.
        await CloseAsync(session, cancellationToken);
        return null;
    }

    public async ValueTask<McpSession?> ChangeAsync(
        McpSession session, Func<SessionState, SessionState> change, CancellationToken cancellationToken)
    {
        var key = SessionId.KeyOf(session.Id);
        var changed = await UpdateAsync(key, session.Id, Change, cancellationToken);
        await _bus.TellAllAsync(ChangedTopic, Encoding.ASCII.GetBytes(key), cancellationToken);
        return changed;

        McpSession Change(McpSession known) =>
            change(known.State) is var state && ReferenceEquals(state, known.State)
                ? known
                : known with { State = state };
    }

    public async ValueTask CloseAsync(McpSession session, CancellationToken cancellationToken)
    {
        var key = SessionId.KeyOf(session.Id);
        _cache.Remove(key);
        await _state.RemoveAsync(key, cancellationToken);
        await _bus.TellAllAsync(ChangedTopic, Encoding.ASCII.GetBytes(key), cancellationToken);
    }

    public void Dispose() => _changes.Dispose();

    private async ValueTask<McpSession?> ReadAsync(string key, string id, CancellationToken cancellationToken)
    {
        if (await _state.FindAsync(key, cancellationToken) is not { } value
            || SessionSeal.Open(id, value) is not { } session)
            return null;

        // Counts as use. A replica asks at most once in the time that it believes itself.
        var left = LifetimeOf(session);
        if (left <= TimeSpan.Zero || !await _state.ProlongAsync(key, left, cancellationToken))
            return null;

        _cache.Add(key, session);
        return session;
    }

    /// <summary>One that has been closed meanwhile, perhaps by another replica, stays closed.</summary>
    private async ValueTask<McpSession?> UpdateAsync(
        string key, string id, Func<McpSession, McpSession> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await _state.FindAsync(key, cancellationToken) is not { } value
                || SessionSeal.Open(id, value) is not { } known
                || LifetimeOf(known) <= TimeSpan.Zero)
            {
                _cache.Remove(key);
                return null;
            }

            var changed = change(known);
            if (!ReferenceEquals(changed, known) && !await _state.TryReplaceAsync(
                key, value, SessionSeal.Seal(changed), LifetimeOf(changed), cancellationToken))
                continue;

            _cache.Add(key, changed);
            return changed;
        }

        throw new SharedStateException(new TimeoutException("A session is changed by too many requests at once."));
    }

    /// <summary>Until it has been idle for too long, and not beyond its absolute end.</summary>
    private TimeSpan LifetimeOf(McpSession session)
    {
        var left = session.CreatedAt + _options.AbsoluteTimeout - _time.GetUtcNow();
        return left < _options.IdleTimeout ? left : _options.IdleTimeout;
    }

    private ValueTask<ReadOnlyMemory<byte>> ForgetAsync(ReadOnlyMemory<byte> key, CancellationToken _)
    {
        _cache.Remove(Encoding.ASCII.GetString(key.Span));
        return new(ReadOnlyMemory<byte>.Empty);
    }
}
