using System.Collections.Concurrent;
using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;

/// <summary>Shared state without time: nothing is forgotten unless it is removed.</summary>
internal sealed class MemoryState : ISharedState
{
    private readonly ConcurrentDictionary<string, byte[]> _values = new();

    public ValueTask<byte[]?> FindAsync(string key, CancellationToken cancellationToken) =>
        new(_values.GetValueOrDefault(key));

    public ValueTask SetAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        _values[key] = value.ToArray();
        return default;
    }

    public ValueTask<bool> TryAddAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        new(_values.TryAdd(key, value.ToArray()));

    public ValueTask<bool> ProlongAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken) =>
        new(_values.ContainsKey(key));

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) =>
        new(_values.TryRemove(key, out _));
}
