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

        // What was agreed on under a token that has been revoked since does not go on under the next one.
        if (_revocations.Contains(session.RevocationId))
        {
            await CloseAsync(session, cancellationToken);
            return null;
        }

        session = session with { RevocationId = caller.RevocationId };
        return await TryWriteAsync(key, session, cancellationToken) ? session : null;
    }

    public async ValueTask ChangeAsync(McpSession session, CancellationToken cancellationToken)
    {
        var key = SessionId.KeyOf(session.Id);
        if (await TryWriteAsync(key, session, cancellationToken))
            await _bus.TellAllAsync(ChangedTopic, Encoding.ASCII.GetBytes(key), cancellationToken);
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
    private async ValueTask<bool> TryWriteAsync(string key, McpSession session, CancellationToken cancellationToken)
    {
        var value = SessionSeal.Seal(session);
        if (!await _state.TryReplaceAsync(key, value, LifetimeOf(session), cancellationToken))
        {
            _cache.Remove(key);
            return false;
        }

        _cache.Add(key, session);
        return true;
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
