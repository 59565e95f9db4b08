using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace McpAspire.Gateway.Sessions;

/// <summary>Who answers what in this replica.</summary>
internal sealed class BusTopics
{
    private readonly ConcurrentDictionary<
        string, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ReadOnlyMemory<byte>>>> _handlers =
        new(StringComparer.Ordinal);

    public static string NewReplicaId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));

    /// <summary>Answers messages on a topic until the result is disposed of.</summary>
    /// <exception cref="InvalidOperationException">Somebody answers them already.</exception>
    public IDisposable Handle(
        string topic, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> handler) =>
        _handlers.TryAdd(topic, handler)
            ? new Registration(() => _handlers.TryRemove(topic, out _))
            : throw new InvalidOperationException($"The topic {topic} is handled already.");

    /// <summary>The answer, or null where nobody handles the topic.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> AnswerAsync(
        string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        _handlers.TryGetValue(topic, out var handler) ? await handler(message, cancellationToken) : default(ReadOnlyMemory<byte>?);

    private sealed class Registration(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
