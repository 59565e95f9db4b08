using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;

/// <summary>A shared state that is away when something is first added to it.</summary>
internal sealed class UnsteadyState(LocalState inner) : ISharedState
{
    private int _additions;

    public int Additions => Volatile.Read(ref _additions);

    public ValueTask<bool> TryAddAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _additions) == 1
            ? throw new SharedStateException(new TimeoutException())
            : inner.TryAddAsync(key, value, lifetime, cancellationToken);

    public ValueTask<byte[]?> FindAsync(string key, CancellationToken cancellationToken) =>
        inner.FindAsync(key, cancellationToken);

    public ValueTask SetAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        inner.SetAsync(key, value, lifetime, cancellationToken);

    public ValueTask<bool> TryReplaceAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        inner.TryReplaceAsync(key, value, lifetime, cancellationToken);

    public ValueTask<bool> ProlongAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken) =>
        inner.ProlongAsync(key, lifetime, cancellationToken);

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) =>
        inner.RemoveAsync(key, cancellationToken);
}
