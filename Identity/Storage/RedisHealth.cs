using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace McpAspire.Identity.Storage;

/// <summary>
/// Ready or not, said at once: a probe that waits for time-outs of Redis is itself timed out by whoever asks, and tells
/// them nothing.
/// </summary>
internal sealed class RedisHealth(IConnectionMultiplexer redis) : IHealthCheck
{
    public const string Name = "redis";

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!redis.IsConnected)
            return HealthCheckResult.Unhealthy("Redis is away.");
        await redis.GetDatabase().PingAsync();
        return HealthCheckResult.Healthy();
    }
}
