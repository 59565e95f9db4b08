using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.Outbound.Keys;

/// <summary>
/// The public keys of one other party, kept for a while. A key id that is not among them is looked for once more, since
/// others change their keys; but only so often, because anybody can invent key ids.
/// </summary>
internal sealed class RemoteKeys(TimeProvider clock)
{
    /// <summary>After this long keys are read again, so that those that were withdrawn go.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>For this long keys are used on while they cannot be read.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(6);

    /// <summary>Between two questions.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Snapshot? _snapshot;

    /// <summary>Touched by whoever has the turn.</summary>
    private DateTimeOffset? _askedAt;

    /// <summary>
    /// The keys that may have signed a token with this key id. Without one, the only key there is: which of several is
    /// meant would be a guess.
    /// </summary>
    /// <param name="id">The key id (<c>kid</c>) of the token.</param>
    /// <param name="readAsync">Reads the keys anew; null where that failed.</param>
    /// <param name="cancellationToken">Ends the wait, and not the reading: others wait for the same keys.</param>
    public async Task<IReadOnlyList<JsonWebKey>> FindAsync(
        string? id, Func<Task<JsonWebKeySet?>> readAsync, CancellationToken cancellationToken)
    {
        if (Find(id, Fresh) is { Count: > 0 } known)
            return known;

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Find(id, Fresh) is { Count: > 0 } found)
                return found;
            var now = clock.GetUtcNow();
            if (_askedAt is not { } asked || now - asked >= Pause)
            {
                _askedAt = now;
                if (await readAsync() is { } keys)
                    _snapshot = new Snapshot([.. keys.Keys], now);
            }

            return Find(id, Kept);
        }
        finally
        {
            _turn.Release();
        }
    }

    private IReadOnlyList<JsonWebKey> Find(string? id, TimeSpan maxAge)
    {
        if (_snapshot is not { } snapshot || clock.GetUtcNow() - snapshot.ReadAt > maxAge)
            return [];
        if (id is null)
            return snapshot.Keys.Length == 1 ? snapshot.Keys : [];
        return [.. snapshot.Keys.Where(key => key.Kid == id)];
    }

    private sealed record Snapshot(JsonWebKey[] Keys, DateTimeOffset ReadAt);
}
