using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.RateLimiting;

/// <summary>A redis-server and a Garnet for all tests of a class.</summary>
public sealed class LimitServers : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private GarnetServer _garnet = null!;

    public string Redis => _redis.ConnectionString;

    public string Garnet => _garnet.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartNewAsync();
        _garnet = await GarnetServer.StartNewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _garnet.DisposeAsync();
    }
}
