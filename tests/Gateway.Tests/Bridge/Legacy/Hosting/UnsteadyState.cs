using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;

/// <summary>A shared state that is away when something is first added to it.</summary>
internal sealed class UnsteadyState(LocalState inner) : ISharedState
{
    private int _additions;

    public int Additions => Volatile.Read(ref _additions);

    /// <summary>What was added last.</summary>
    public string? Key { get; private set; }

    public ValueTask<bool> TryAddAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _additions) == 1)
            throw new SharedStateException(new TimeoutException());

        Key = key;
        return inner.TryAddAsync(key, value, lifetime, cancellationToken);
    }

    public ValueTask<byte[]?> FindAsync(string key, CancellationToken cancellationToken) =>
        inner.FindAsync(key, cancellationToken);

    public ValueTask SetAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        inner.SetAsync(key, value, lifetime, cancellationToken);

    public ValueTask<bool> TryReplaceAsync(
        string key,
        ReadOnlyMemory<byte> expected,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        CancellationToken cancellationToken) =>
        inner.TryReplaceAsync(key, expected, value, lifetime, cancellationToken);

    public ValueTask<bool> ProlongAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken) =>
        inner.ProlongAsync(key, lifetime, cancellationToken);

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) =>
        inner.RemoveAsync(key, cancellationToken);

    public ValueTask<bool> TryRemoveAsync(
        string key, ReadOnlyMemory<byte> expected, CancellationToken cancellationToken) =>
        inner.TryRemoveAsync(key, expected, cancellationToken);
}
