namespace McpAspire.Gateway.Sessions;

/// <summary>The bus of a gateway without replicas: whatever it asks, it asks itself.</summary>
internal sealed class LocalBus(BusTopics topics) : IReplicaBus
{
    public string ReplicaId { get; } = BusTopics.NewReplicaId();

    public async Task<ReadOnlyMemory<byte>?> AskAsync(
        string replica, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        replica == ReplicaId ? await topics.AnswerAsync(topic, message, cancellationToken) : null;

    public Task TellAllAsync(string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public IDisposable Handle(
        string topic, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> handler) =>
        topics.Handle(topic, handler);
}
