using StackExchange.Redis;

namespace McpAspire.Gateway.Sessions;

/// <summary>The state that all replicas share, in a Redis of the gateway's own.</summary>
internal sealed class RedisState(IConnectionMultiplexer redis) : ISharedState
{
    private IDatabase Database => redis.GetDatabase();

    public async ValueTask<byte[]?> FindAsync(string key, CancellationToken cancellationToken) =>
        await RedisCall.AwaitAsync(Database.StringGetAsync(key), cancellationToken);

    public async ValueTask SetAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        await RedisCall.AwaitAsync(Database.StringSetAsync(key, value, lifetime), cancellationToken);

    public ValueTask<bool> TryAddAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        RedisCall.AwaitAsync(Database.StringSetAsync(key, value, lifetime, When.NotExists), cancellationToken);

    public ValueTask<bool> TryReplaceAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        RedisCall.AwaitAsync(Database.StringSetAsync(key, value, lifetime, When.Exists), cancellationToken);

    public ValueTask<bool> ProlongAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken) =>
        RedisCall.AwaitAsync(Database.KeyExpireAsync(key, lifetime), cancellationToken);

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) =>
        RedisCall.AwaitAsync(Database.KeyDeleteAsync(key), cancellationToken);
}
