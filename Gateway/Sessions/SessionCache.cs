using System.Collections.Concurrent;

namespace McpAspire.Gateway.Sessions;

/// <summary>
/// What this replica has just learned of sessions, so that a busy one does not ask the shared state on every request.
/// </summary>
internal sealed class SessionCache(TimeProvider time, TimeSpan lifetime)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _sweptAt = time.GetTimestamp();

    public McpSession? Find(string key) =>
        _entries.TryGetValue(key, out var entry) && IsFresh(entry) ? entry.Session : null;

    public void Add(string key, McpSession session)
    {
        DropOld();
        if (lifetime > TimeSpan.Zero)
            _entries[key] = new Entry(session, time.GetTimestamp());
    }

    public void Remove(string key) => _entries.TryRemove(key, out _);

    private bool IsFresh(Entry entry) => time.GetElapsedTime(entry.ReadAt) < lifetime;

    private void DropOld()
    {
        var swept = Volatile.Read(ref _sweptAt);
        if (time.GetElapsedTime(swept) < lifetime
            || Interlocked.CompareExchange(ref _sweptAt, time.GetTimestamp(), swept) != swept)
            return;

        foreach (var entry in _entries)
        {
            if (!IsFresh(entry.Value))
                _entries.TryRemove(entry);
        }
    }

    private sealed record Entry(McpSession Session, long ReadAt);
}
