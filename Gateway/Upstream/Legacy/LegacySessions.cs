using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>
/// The sessions of callers at one server: opened when first needed, kept while used, known to every replica of the
/// gateway. Callers with different keys, or with other capabilities, share none.
/// </summary>
internal sealed class LegacySessions(
    string server,
    LegacyHandshake handshake,
    ServerTransport transport,
    SharedSessions shared,
    LegLimits limits,
    UpstreamLog log)
{
    private static readonly TimeSpan ProlongInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, SessionSlot> _slots = new(StringComparer.Ordinal);

    public bool IsEmpty => _slots.IsEmpty;

    /// <summary>What is known of the caller's session; in use until the slot is left.</summary>
    public SessionSlot Enter(UpstreamCaller caller)
    {
        var key = KeyOf(caller);
        while (true)
        {
            var slot = _slots.GetOrAdd(
                key, static (it, state) => new SessionSlot(it, state.caller, state.Time), (caller, limits.Time));
            if (slot.TryEnter())
                return slot;

            _slots.TryRemove(new(key, slot));
        }
    }

    /// <summary>The caller's session, opened if there is none.</summary>
    public ValueTask<LegacySession> GetAsync(SessionSlot slot, CancellationToken cancellationToken)
    {
        if (slot.Session is not { } session || !IsUsable(session))
            return new(OpenAsync(slot, slot.Session, cancellationToken));

        if (limits.Time.GetElapsedTime(slot.ProlongedAt) > ProlongInterval)
        {
            slot.ProlongedAt = limits.Time.GetTimestamp();
            _ = shared.ProlongAsync(slot.Key, session);
        }

        return new(session);
    }

    /// <summary>The session that replaces one which the server does not know any more.</summary>
    public Task<LegacySession> RenewAsync(SessionSlot slot, LegacySession lost, CancellationToken cancellationToken)
    {
        log.SessionLost();
        return OpenAsync(slot, lost, cancellationToken);
    }

    /// <summary>The session, if there is one; none is opened.</summary>
    public async Task<LegacySession?> FindAsync(UpstreamCaller caller, CancellationToken cancellationToken)
    {
        var key = KeyOf(caller);
        return _slots.TryGetValue(key, out var slot) && slot.Session is { } session
            ? session
            : await shared.FindAsync(key, cancellationToken);
    }

    public async Task ForgetAsync(UpstreamCaller caller, CancellationToken cancellationToken)
    {
        var session = await FindAsync(caller, cancellationToken);
        var key = KeyOf(caller);
        if (_slots.TryRemove(key, out var slot))
            slot.Forget();
        if (session is null)
            return;

        await shared.RemoveAsync(key, cancellationToken);
        await handshake.CloseAsync(session);
    }

    /// <summary>Lets go of sessions that nobody has used for a while; the last replica to do so ends them.</summary>
    public async Task SweepAsync()
    {
        foreach (var (key, slot) in _slots)
        {
            if (!slot.TryRetire(SharedSessions.Lifetime))
                continue;

            _slots.TryRemove(new(key, slot));
            if (slot.Session is { } session && await shared.FindAsync(key, CancellationToken.None) is null)
                await handshake.CloseAsync(session);
        }
    }

    private Task<LegacySession> OpenAsync(SessionSlot slot, LegacySession? lost, CancellationToken cancellationToken)
    {
        lock (slot.Gate)
        {
            if (slot.Session is { } other && other != lost && IsUsable(other))
                return Task.FromResult(other);
            if (slot.Opening is not { IsCompleted: false })
            {
                // It is for all who wait; no caller's end must leave half a session behind.
                using var nobody = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
                slot.Opening = Task.Run(() => OpenAsync(slot, lost));
            }

            return slot.Opening.WaitAsync(cancellationToken);
        }
    }

    private async Task<LegacySession> OpenAsync(SessionSlot slot, LegacySession? lost)
    {
        using var deadline = new CancellationTokenSource(limits.Timeout, limits.Time);
        try
        {
            var session = await FindOtherAsync(slot, lost, deadline.Token) ?? await BeginAsync(slot, deadline.Token);
            lock (slot.Gate)
            {
                (slot.Session, slot.LogLevel) = (session, null);
            }

            return session;
        }
        catch (OperationCanceledException exception)
        {
            throw UpstreamFaults.TimedOut(exception);
        }
    }

    /// <summary>What another replica has opened meanwhile.</summary>
    private async Task<LegacySession?> FindOtherAsync(
        SessionSlot slot, LegacySession? lost, CancellationToken cancellationToken)
    {
        var known = await shared.FindAsync(slot.Key, cancellationToken);
        if (known is null || (known != lost && IsUsable(known)))
            return known;

        await shared.RemoveAsync(slot.Key, cancellationToken);
        return null;
    }

    private async Task<LegacySession> BeginAsync(SessionSlot slot, CancellationToken cancellationToken)
    {
        var greeting = await handshake.OpenAsync(slot.Caller, cancellationToken)
            ?? throw UpstreamFaults.Unusable("It refuses initialize.");
        var session = await shared.AddAsync(slot.Key, greeting.Session, cancellationToken);
        if (session != greeting.Session)
            await handshake.CloseAsync(greeting.Session);
        if (slot.Forgotten.IsCompleted)
        {
            // Ended while it was being opened.
            await shared.RemoveAsync(slot.Key, cancellationToken);
            await handshake.CloseAsync(session);
        }

        return session;
    }

    private bool IsUsable(LegacySession session) =>
        session.Destination is not { } destination || transport.Has(destination);

    private string KeyOf(UpstreamCaller caller)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{server}\n{caller.Key.Length}\n{caller.Key}\n"));
        hash.AppendData(caller.Capabilities.Span);
        return "gw:upstream:" + Base64Url.EncodeToString(hash.GetHashAndReset());
    }
}
