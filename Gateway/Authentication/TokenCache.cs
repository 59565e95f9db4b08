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

    private readonly Lock _rotation = new();
    private ConcurrentDictionary<TokenHash, AccessToken> _young = new();
    private ConcurrentDictionary<TokenHash, AccessToken> _old = new();
    private int _added;

    public AccessToken? Find(TokenHash hash, int keySetVersion)
    {
        if (_young.TryGetValue(hash, out var token))
            return IsCurrent(token, keySetVersion) ? token : null;
        if (!_old.TryGetValue(hash, out token) || !IsCurrent(token, keySetVersion))
            return null;

        Add(hash, token);
        return token;
    }

    public void Add(TokenHash hash, AccessToken token)
    {
        _young[hash] = token;

        // Counted here, because the dictionary's own count takes all of its locks.
        if (Interlocked.Increment(ref _added) >= capacity / 2)
            Rotate();
    }

    private bool IsCurrent(AccessToken token, int keySetVersion) =>
        token.KeySetVersion == keySetVersion && time.GetUtcNow() < token.ExpiresAt;

    private void Rotate()
    {
        lock (_rotation)
        {
            if (_added < capacity / 2)
                return;

            _old = _young;
            _young = new ConcurrentDictionary<TokenHash, AccessToken>();
            _added = 0;
        }
    }
}
