using System.Collections.Concurrent;
using StackExchange.Redis;

namespace McpAspire.Gateway.Sessions;

/// <summary>
/// The bus over Redis' publish and subscribe: a channel for each replica, and one for all. Nothing is kept, so a
/// message to a replica that has gone is known at once to have reached nobody.
/// </summary>
internal sealed partial class RedisBus(IConnectionMultiplexer redis, BusTopics topics, ILogger<RedisBus> logger)
    : IReplicaBus
{

    private static readonly RedisChannel Everybody = RedisChannel.Literal("gw:bus");

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<BusMessage>> _asked = new();

    public string ReplicaId { get; } = BusTopics.NewReplicaId();

    public async Task<ReadOnlyMemory<byte>?> AskAsync(
        string replica, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (replica == ReplicaId)
            return await topics.AnswerAsync(topic, message, cancellationToken);

        var question = new BusMessage(BusMessageKind.Question, Guid.NewGuid(), ReplicaId, topic, message);
        var answer = new TaskCompletionSource<BusMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[question.Id] = answer;
        try
        {
            var heard = await PublishAsync(ChannelOf(replica), question, cancellationToken);
            if (heard == 0)
                return null;

            var said = await answer.Task.WaitAsync(cancellationToken);
            return said.Kind == BusMessageKind.Answer ? said.Content : default(ReadOnlyMemory<byte>?);
        }
        finally
        {
            _asked.TryRemove(question.Id, out _);
        }
    }

    public async Task TellAllAsync(string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var news = new BusMessage(BusMessageKind.News, Guid.Empty, ReplicaId, topic, message);
        await PublishAsync(Everybody, news, cancellationToken);
    }

    public IDisposable Handle(
        string topic, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> handler) =>
        topics.Handle(topic, handler);

    /// <summary>Listens, if Redis is there. The client itself does so again when Redis was away.</summary>
    public async Task<bool> TryListenAsync()
    {
        try
        {
            await redis.GetSubscriber().SubscribeAsync(ChannelOf(ReplicaId), Received);
            await redis.GetSubscriber().SubscribeAsync(Everybody, Received);
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return false;
        }
    }

    private static RedisChannel ChannelOf(string replica) => RedisChannel.Literal("gw:bus:" + replica);

    private ValueTask<long> PublishAsync(
        RedisChannel channel, BusMessage message, CancellationToken cancellationToken) =>
        RedisCall.AwaitAsync(redis.GetSubscriber().PublishAsync(channel, message.ToBytes()), cancellationToken);

    private void Received(RedisChannel channel, RedisValue value)
    {
        if (BusMessage.Read((byte[]?)value) is not { } message || message.From == ReplicaId)
            return;
        if (message.Kind is BusMessageKind.Answer or BusMessageKind.NoAnswer)
        {
            if (_asked.TryRemove(message.Id, out var waiting))
                waiting.TrySetResult(message);
            return;
        }

        _ = AnswerAsync(message);
    }

    private async Task AnswerAsync(BusMessage message)
    {
        ReadOnlyMemory<byte>? answer = null;
        try
        {
            answer = await topics.AnswerAsync(message.Topic, message.Content, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // Who asked learns that there is no answer, instead of waiting for one.
            LogFailed(exception, message.Topic);
        }

        if (message.Kind == BusMessageKind.News)
            return;

        var kind = answer is null ? BusMessageKind.NoAnswer : BusMessageKind.Answer;
        var reply = new BusMessage(kind, message.Id, ReplicaId, message.Topic, answer ?? default);
        await redis.GetSubscriber().PublishAsync(
            ChannelOf(message.From), reply.ToBytes(), CommandFlags.FireAndForget);
    }

    [LoggerMessage(LogLevel.Warning, "A message of another replica could not be answered: {Topic}")]
    private partial void LogFailed(Exception exception, string topic);
}
