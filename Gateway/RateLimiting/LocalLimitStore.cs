namespace McpAspire.Gateway.RateLimiting;

/// <summary>Counts of this process alone. One lock: what is done under it takes less than a microsecond.</summary>
internal sealed class LocalLimitStore(TimeProvider time) : ILimitStore
{
    private const double MicrosecondsPerSecond = 1_000_000;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, double> _buckets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, double>> _leases = new(StringComparer.Ordinal);
    private readonly long _started = time.GetTimestamp();
    private double _sweptAt;

    public ValueTask<LimitGrant> AcquireAsync(
        IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken)
    {
        var now = Now();
        lock (_gate)
        {
            DropExpired(now);
            LimitRefusal? worst = null;
            foreach (var limit in limits)
            {
                if (Wait(limit, now) is { } wait && (worst is null || wait > worst.RetryAfter))
                    worst = new LimitRefusal(limit, wait);
            }

            if (worst is not null)
                return new(new LimitGrant(worst));

            foreach (var limit in limits)
                Take(limit, lease, now, leaseTime);
            return default;
        }
    }

    public ValueTask ReleaseAsync(
        IReadOnlyList<Limit> limits, string lease, long bytes, CancellationToken cancellationToken)
    {
        var now = Now();
        lock (_gate)
        {
            foreach (var limit in limits)
            {
                if (limit.Kind == LimitKind.Concurrency)
                    Leases(limit.Key).Remove(lease);
                else if (limit.Kind == LimitKind.BytesOut)
                    _buckets[limit.Key] = FilledAt(limit, now) + (bytes * limit.MicrosecondsEach);
            }
        }

        return default;
    }

    public ValueTask RenewAsync(
        IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken)
    {
        var until = Now() + leaseTime.TotalMicroseconds;
        lock (_gate)
        {
            foreach (var limit in limits)
            {
                if (limit.Kind == LimitKind.Concurrency)
                    Leases(limit.Key)[lease] = until;
            }
        }

        return default;
    }

    private double Now() => time.GetElapsedTime(_started).TotalSeconds * MicrosecondsPerSecond;

    /// <summary>How long to wait for it; null if there is room.</summary>
    private TimeSpan? Wait(in Limit limit, double now)
    {
        switch (limit.Kind)
        {
            case LimitKind.Concurrency:
                var leases = Leases(limit.Key);
                foreach (var (lease, until) in leases)
                {
                    if (until <= now)
                        leases.Remove(lease);
                }

                return leases.Count < limit.Most ? null : TimeSpan.FromSeconds(1);
            case LimitKind.Requests:
                var missing = FilledAt(limit, now) + limit.MicrosecondsEach - now - limit.Tolerance;
                // What is counted in doubles is not exact to the last digit.
                return missing < 1 ? null : TimeSpan.FromMicroseconds(missing);
            default:
                var overdrawn = FilledAt(limit, now) - now - limit.Tolerance;
                return overdrawn < 0 ? null : TimeSpan.FromMicroseconds(overdrawn + 1);
        }
    }

    private void Take(in Limit limit, string lease, double now, TimeSpan leaseTime)
    {
        if (limit.Kind == LimitKind.Concurrency)
            Leases(limit.Key)[lease] = now + leaseTime.TotalMicroseconds;
        else if (limit.Kind == LimitKind.Requests)
            _buckets[limit.Key] = FilledAt(limit, now) + limit.MicrosecondsEach;
    }

    /// <summary>When the bucket will be full again; now, if it is.</summary>
    private double FilledAt(in Limit limit, double now) =>
        _buckets.TryGetValue(limit.Key, out var at) ? Math.Max(at, now) : now;

    private Dictionary<string, double> Leases(string key) =>
        _leases.TryGetValue(key, out var leases) ? leases : _leases[key] = new(StringComparer.Ordinal);

    private void DropExpired(double now)
    {
        if (now - _sweptAt < Sweep.TotalMicroseconds)
            return;

        _sweptAt = now;
        foreach (var (key, at) in _buckets)
        {
            if (at <= now)
                _buckets.Remove(key);
        }

        foreach (var (key, leases) in _leases)
        {
            if (leases.Values.All(until => until <= now))
                _leases.Remove(key);
        }
    }
}
