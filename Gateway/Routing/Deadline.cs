using System.Collections.Concurrent;

namespace McpAspire.Gateway.Routing;

/// <summary>
/// The end of one wait after another, linked to the caller's own. Used again by the next request: a source with its
/// timer and its link is larger than everything else that a forwarded request needs here.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private const int MostKept = 1024;

    private static readonly ConcurrentQueue<Deadline> Pool = new();

    private readonly CancellationTokenSource _source = new();
    private CancellationTokenRegistration _link;
    private TimeSpan _limit;

    /// <summary>Fires when the wait is over, or the caller's token does.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The first wait begins.</summary>
    public static Deadline Begin(TimeSpan limit, CancellationToken caller)
    {
        if (!Pool.TryDequeue(out var deadline))
            deadline = new Deadline();

        deadline._limit = limit;
        deadline._link = caller.UnsafeRegister(static self => ((Deadline)self!)._source.Cancel(), deadline);
        deadline.Renew();
        return deadline;
    }

    /// <summary>The next wait begins.</summary>
    public void Renew() => _source.CancelAfter(_limit);

    /// <summary>Gives it back. Nothing may wait with the token any more; one that fired is not used again.</summary>
    public void Dispose()
    {
        _link.Dispose();
        if (Pool.Count < MostKept && _source.TryReset())
            Pool.Enqueue(this);
        else
            _source.Dispose();
    }
}
