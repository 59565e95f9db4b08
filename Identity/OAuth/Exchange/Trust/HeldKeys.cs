using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.OAuth.Exchange.Trust;

/// <summary>What is known of the keys of one issuer, and since when.</summary>
internal sealed class HeldKeys
{
    private volatile Snapshot? _snapshot;

    /// <summary>Whoever reads the keys anew holds this, and alone touches <see cref="AskedAt"/>.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public DateTimeOffset? AskedAt { get; set; }

    public void Put(JsonWebKeySet keys, DateTimeOffset now) => _snapshot = new Snapshot([.. keys.Keys], now);

    /// <summary>
    /// The keys that may have signed a token with this key id. Without one, the only key there is: which of several is
    /// meant would be a guess.
    /// </summary>
    public IReadOnlyList<JsonWebKey> Find(string? id, TimeSpan maxAge, DateTimeOffset now)
    {
        if (_snapshot is not { } snapshot || now - snapshot.ReadAt > maxAge)
            return [];
        if (id is null)
            return snapshot.Keys.Length == 1 ? snapshot.Keys : [];
        return [.. snapshot.Keys.Where(key => key.Kid == id)];
    }

    private sealed record Snapshot(JsonWebKey[] Keys, DateTimeOffset ReadAt);
}
