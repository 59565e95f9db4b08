using System.Collections.Concurrent;

namespace McpAspire.Gateway.Sessions;

/// <summary>State of a gateway without replicas: it ends with the process.</summary>
internal sealed class LocalState(TimeProvider time) : ISharedState
{
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _sweptAt = time.GetTimestamp();

    public ValueTask<byte[]?> FindAsync(string key, CancellationToken cancellationToken) =>
        new(_entries.TryGetValue(key, out var entry) && IsAlive(entry) ? entry.Value : null);

    public ValueTask SetAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        DropExpired();
        _entries[key] = new Entry(value.ToArray(), time.GetUtcNow() + lifetime);
        return default;
    }

    public ValueTask<bool> TryAddAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        DropExpired();
        var added = new Entry(value.ToArray(), time.GetUtcNow() + lifetime);
        var kept = _entries.AddOrUpdate(key, added, (_, present) => IsAlive(present) ? present : added);
        return new(ReferenceEquals(kept, added));
    }

    public ValueTask<bool> TryReplaceAsync(
        string key,
        ReadOnlyMemory<byte> expected,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        while (Find(key, expected) is { } entry)
        {
            if (_entries.TryUpdate(key, new Entry(value.ToArray(), time.GetUtcNow() + lifetime), entry))
                return new(true);
        }

        return new(false);
    }

    public ValueTask<bool> ProlongAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        while (_entries.TryGetValue(key, out var entry) && IsAlive(entry))
        {
            if (_entries.TryUpdate(key, entry with { Until = time.GetUtcNow() + lifetime }, entry))
                return new(true);
        }

        return new(false);
    }

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) =>
        new(_entries.TryRemove(key, out var entry) && IsAlive(entry));

    public ValueTask<bool> TryRemoveAsync(
        string key, ReadOnlyMemory<byte> expected, CancellationToken cancellationToken)
    {
        while (Find(key, expected) is { } entry)
        {
            if (_entries.TryRemove(KeyValuePair.Create(key, entry)))
                return new(true);
        }

        return new(false);
    }

    private Entry? Find(string key, ReadOnlyMemory<byte> expected) =>
        _entries.TryGetValue(key, out var entry) && IsAlive(entry) && expected.Span.SequenceEqual(entry.Value)
            ? entry
            : null;

    private bool IsAlive(Entry entry) => time.GetUtcNow() < entry.Until;

    private void DropExpired()
    {
        var swept = Volatile.Read(ref _sweptAt);
        if (time.GetElapsedTime(swept) < Sweep
            || Interlocked.CompareExchange(ref _sweptAt, time.GetTimestamp(), swept) != swept)
            return;

        foreach (var entry in _entries)
        {
            if (!IsAlive(entry.Value))
                _entries.TryRemove(entry);
        }
    }

    /// <summary>Compared by reference of the value, so that a replaced entry is another one.</summary>
    private sealed record Entry(byte[] Value, DateTimeOffset Until);
}
