using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace McpAspire.Gateway.Sessions;

/// <summary>Ready or not, said at once and without waiting for time-outs; a gateway without Redis needs none.</summary>
internal sealed class RedisHealth(IServiceProvider services) : IHealthCheck
{
    public const string Name = "gateway-redis";

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!SessionsExtensions.HasRedis(services))
            return HealthCheckResult.Healthy();

        var redis = services.GetRequiredService<IConnectionMultiplexer>();
        if (!redis.IsConnected)
            return HealthCheckResult.Unhealthy("The gateway's Redis is away.");

        await redis.GetDatabase().PingAsync();
        return HealthCheckResult.Healthy();
    }
}
