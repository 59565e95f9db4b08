using System.Collections.Concurrent;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>
/// Remembers what is used up, and until when, so that a flood that is refused is refused here. Nothing is refused for
/// longer than it would be there: a bucket fills by itself alone. Bounded.
/// </summary>
internal sealed class RefusedKeys(TimeProvider time)
{
    private const int Most = 10_000;

    /// <summary>Values of limits may change.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public void Add(LimitRefusal refusal)
    {
        // A request that ends makes room at once, which only the store knows.
        if (refusal.Limit.Kind == LimitKind.Concurrency)
            return;
        if (_entries.Count >= Most)
            _entries.Clear();
        _entries[refusal.Limit.Key] = new Entry(refusal, time.GetTimestamp());
    }

    public LimitRefusal? Find(IReadOnlyList<Limit> limits)
    {
        if (_entries.IsEmpty)
            return null;

        foreach (var limit in limits)
        {
            if (!_entries.TryGetValue(limit.Key, out var entry))
                continue;

            var age = time.GetElapsedTime(entry.At);
            if (age < entry.Refusal.RetryAfter && age < Longest)
                return entry.Refusal with { RetryAfter = entry.Refusal.RetryAfter - age };
            _entries.TryRemove(KeyValuePair.Create(limit.Key, entry));
        }

        return null;
    }

    private sealed record Entry(LimitRefusal Refusal, long At);
}
