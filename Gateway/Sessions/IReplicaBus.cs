namespace McpAspire.Gateway.Sessions;

/// <summary>Talk between replicas of the gateway, for what only one of them holds: an open stream, a waiting call.</summary>
internal interface IReplicaBus
{
    /// <summary>This replica; a random name that lives as long as the process.</summary>
    string ReplicaId { get; }

    /// <summary>Sends a message to a replica and gives its answer; null if it has gone or does not know the topic.</summary>
    Task<ReadOnlyMemory<byte>?> AskAsync(
        string replica, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>Sends a message to all other replicas that handle the topic; nobody may be there.</summary>
    Task TellAllAsync(string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>Answers messages on a topic until the result is disposed of.</summary>
    IDisposable Handle(
        string topic,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> handler);
}
