using System.Collections.Concurrent;
using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Tests.Bridge.Modern;

/// <summary>The bus of several replicas in one process.</summary>
internal sealed class LinkedBus
{
    private readonly ConcurrentDictionary<string, BusTopics> _replicas = new();

    public IReplicaBus Join()
    {
        var topics = new BusTopics();
        var id = BusTopics.NewReplicaId();
        _replicas[id] = topics;
        return new Member(this, id, topics);
    }

    /// <summary>From here on every replica is gone for every other.</summary>
    public void Lose() => _replicas.Clear();

    private sealed class Member(LinkedBus bus, string id, BusTopics topics) : IReplicaBus
    {
        public string ReplicaId => id;

        public async Task<ReadOnlyMemory<byte>?> AskAsync(
            string replica, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
            bus._replicas.TryGetValue(replica, out var other)
                ? await AnswerAsync(other, topic, message).WaitAsync(cancellationToken)
                : null;

        public Task TellAllAsync(string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public IDisposable Handle(
            string topic, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> handler) =>
            topics.Handle(topic, handler);

        /// <summary>
        /// As over a wire: that nobody waits any more does not reach the one who answers, nor an exception the other.
        /// </summary>
        private static async Task<ReadOnlyMemory<byte>?> AnswerAsync(
            BusTopics topics, string topic, ReadOnlyMemory<byte> message)
        {
            try
            {
                return await topics.AnswerAsync(topic, message, CancellationToken.None);
            }
            catch (Exception)
            {
                return null;
            }
        }
    }
}
