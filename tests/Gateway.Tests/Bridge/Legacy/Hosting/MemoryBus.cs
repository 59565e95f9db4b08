using System.Collections.Concurrent;
using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;

/// <summary>The bus of one replica; those of one network hear each other.</summary>
internal sealed class MemoryBus(ConcurrentDictionary<string, MemoryBus> network) : IReplicaBus
{
    private readonly ConcurrentDictionary<
        string, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ReadOnlyMemory<byte>>>> _handlers = new();

    public string ReplicaId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether nobody can be asked any more.</summary>
    public bool IsAway { get; set; }

    public async Task<ReadOnlyMemory<byte>?> AskAsync(
        string replica, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (IsAway)
            throw new SharedStateException(new TimeoutException());
        if (network.GetValueOrDefault(replica)?._handlers.GetValueOrDefault(topic) is not { } handler)
            return null;

        return await handler(message, cancellationToken);
    }

    public async Task TellAllAsync(string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        foreach (var other in network.Values.Where(other => other != this))
        {
            if (other._handlers.TryGetValue(topic, out var handler))
                await handler(message, cancellationToken);
        }
    }

    public IDisposable Handle(
        string topic, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> handler)
    {
        network[ReplicaId] = this;
        _handlers[topic] = handler;
        return new MemoryStream();
    }
}
