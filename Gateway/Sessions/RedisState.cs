using StackExchange.Redis;

namespace McpAspire.Gateway.Sessions;

/// <summary>The state that all replicas share, in a Redis of the gateway's own.</summary>
internal sealed class RedisState(IConnectionMultiplexer redis) : ISharedState
{
    private const string Replace =
        """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        return 1
        """;

    private const string Remove =
        "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end return redis.call('DEL', KEYS[1])";

    private IDatabase Database => redis.GetDatabase();

    public async ValueTask<byte[]?> FindAsync(string key, CancellationToken cancellationToken) =>
        await RedisCall.AwaitAsync(Database.StringGetAsync(key), cancellationToken);

    public async ValueTask SetAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        await RedisCall.AwaitAsync(Database.StringSetAsync(key, value, lifetime), cancellationToken);

    public ValueTask<bool> TryAddAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        RedisCall.AwaitAsync(Database.StringSetAsync(key, value, lifetime, When.NotExists), cancellationToken);

    public async ValueTask<bool> TryReplaceAsync(
        string key,
        ReadOnlyMemory<byte> expected,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        CancellationToken cancellationToken) =>
        (bool)await RedisCall.AwaitAsync(
            Database.ScriptEvaluateAsync(
                Replace, [key], [expected, value, (long)Math.Ceiling(lifetime.TotalMilliseconds)]),
            cancellationToken);

    public ValueTask<bool> ProlongAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken) =>
        RedisCall.AwaitAsync(Database.KeyExpireAsync(key, lifetime), cancellationToken);

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) =>
        RedisCall.AwaitAsync(Database.KeyDeleteAsync(key), cancellationToken);

    public async ValueTask<bool> TryRemoveAsync(
        string key, ReadOnlyMemory<byte> expected, CancellationToken cancellationToken) =>
        (bool)await RedisCall.AwaitAsync(
            Database.ScriptEvaluateAsync(Remove, [key], [expected]), cancellationToken);
}
