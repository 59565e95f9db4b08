using McpAspire.Gateway.Sessions;
using StackExchange.Redis;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>Registers limits: counted in Redis where there is one, else in this process.</summary>
internal static class RateLimitingExtensions
{
    public static void AddRateLimiting(this IServiceCollection services)
    {
        services.AddSingleton<LocalLimitStore>();
        services.AddSingleton(provider => new LimitStores(
            SessionsExtensions.HasRedis(provider)
                ? new RedisLimitStore(provider.GetRequiredService<IConnectionMultiplexer>())
                : null,
            provider.GetRequiredService<LocalLimitStore>()));
        services.AddSingleton<RateLimiter>();
        services.AddHealthChecks().AddCheck<LimitsHealthCheck>("limits");
    }
}
