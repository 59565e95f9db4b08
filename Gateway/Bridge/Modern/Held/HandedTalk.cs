using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Modern.Held;

/// <summary>
/// Brings what a server says while it works on a call to the replica that has the client's stream, one message after
/// the other.
/// </summary>
internal sealed class HandedTalk(IReplicaBus bus, TimeProvider time)
{
    private const string Topic = "held-call/notified";

    /// <summary>A client that is slower than this loses the message, and nothing else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly ReadOnlyMemory<byte> NotAsked =
        RpcText.Error(JsonRpcErrorCode.MethodNotFound, "Nobody answers requests here.");

    private readonly ConcurrentDictionary<string, IUpstreamTalk> _streams = new(StringComparer.Ordinal);

    public IDisposable Handle() => bus.Handle(Topic, HearAsync);

    /// <summary>What other replicas hear of a call goes to a client of this one until the result is disposed of.</summary>
    public IDisposable Open(string callId, IUpstreamTalk client)
    {
        _streams[callId] = client;
        return new Stream(() => _streams.TryRemove(KeyValuePair.Create(callId, client)));
    }

    /// <summary>For a call of this replica whose client is at another one.</summary>
    public IUpstreamTalk To(string replica, string callId) => new Remote(bus, time, replica, callId);

    private async ValueTask<ReadOnlyMemory<byte>> HearAsync(
        ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var said = JsonSerializer.Deserialize(message.Span, HandOverJson.Default.HandedNotification)!;
        if (_streams.TryGetValue(said.Id, out var client))
            await client.NotifiedAsync(said.Method, Encoding.UTF8.GetBytes(said.Parameters));
        return default;
    }

    private sealed class Remote(IReplicaBus bus, TimeProvider time, string replica, string callId) : IUpstreamTalk
    {
        public async ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters)
        {
            var said = new HandedNotification(callId, method, Encoding.UTF8.GetString(parameters.Span));
            using var limit = new CancellationTokenSource(Patience, time);
            try
            {
                var message = JsonSerializer.SerializeToUtf8Bytes(said, HandOverJson.Default.HandedNotification);
                await bus.AskAsync(replica, Topic, message, limit.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SharedStateException)
            {
                // The result still counts; it tells by itself if the other replica has gone.
            }
        }

        public Task<UpstreamAnswer> AskedAsync(
            string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken) =>
            Task.FromResult(new UpstreamAnswer(isError: true, NotAsked));
    }

    private sealed class Stream(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}
