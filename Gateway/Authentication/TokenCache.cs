using System.Collections.Concurrent;

namespace McpAspire.Gateway.Authentication;

/// <summary>
/// Tokens whose signature has been verified. Verifying costs more than all other stages together, so each token is
/// verified once; its expiry and the key set are looked at on every request.
/// Bounded by two generations: when the young one is full it becomes the old one, and what nobody asked for meanwhile
/// is forgotten with the former old one.
/// </summary>
internal sealed class TokenCache(TimeProvider time, int capacity = TokenCache.DefaultCapacity)
{
    public const int DefaultCapacity = 10_000;

    private readonly Lock rotation = new();
    private ConcurrentDictionary<TokenHash, AccessToken> young = new();
    private ConcurrentDictionary<TokenHash, AccessToken> old = new();
    private int added;

    public AccessToken? Find(TokenHash hash, int keySetVersion)
    {
        if (young.TryGetValue(hash, out var token))
            return IsCurrent(token, keySetVersion) ? token : null;
        if (!old.TryGetValue(hash, out token) || !IsCurrent(token, keySetVersion))
            return null;

        Add(hash, token);
        return token;
    }

    public void Add(TokenHash hash, AccessToken token)
    {
        young[hash] = token;

        // Counted here, because the dictionary's own count takes all of its locks.
        if (Interlocked.Increment(ref added) >= capacity / 2)
            Rotate();
    }

    private bool IsCurrent(AccessToken token, int keySetVersion) =>
        token.KeySetVersion == keySetVersion && time.GetUtcNow() < token.ExpiresAt;

    private void Rotate()
    {
        lock (rotation)
        {
            if (added < capacity / 2)
                return;

            old = young;
            young = new ConcurrentDictionary<TokenHash, AccessToken>();
            added = 0;
        }
    }
}
