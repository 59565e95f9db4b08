namespace McpAspire.Gateway.Authentication.Dpop;

/// <summary>
/// The proofs of this process, bounded. One that is forgotten could be used again, so when there is no room left new
/// ones are refused until old ones expire; only who holds a bound token can fill it.
/// </summary>
internal sealed class ProofReplaysInMemory(TimeProvider time, int capacity = ProofReplaysInMemory.DefaultCapacity)
    : IProofReplayStore
{
    /// <summary>Some 200 bytes each; at the default lifetime more than eight hundred requests a second.</summary>
    public const int DefaultCapacity = 100_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, DateTimeOffset Until)> _expiring = new();

    public ValueTask<bool> TakeAsync(string replayKey, TimeSpan window, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            // All windows are equally long, so the oldest is the first to end.
            while (_expiring.TryPeek(out var oldest) && oldest.Until <= now)
                _used.Remove(_expiring.Dequeue().Key);
            if (_used.Count >= capacity || !_used.Add(replayKey))
                return ValueTask.FromResult(false);

            _expiring.Enqueue((replayKey, now + window));
            return ValueTask.FromResult(true);
        }
    }
}
