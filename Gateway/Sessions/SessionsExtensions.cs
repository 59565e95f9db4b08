using StackExchange.Redis;

namespace McpAspire.Gateway.Sessions;

/// <summary>Registers sessions and what replicas share: in Redis where there is one, else in this process.</summary>
internal static class SessionsExtensions
{
    public const string ConnectionName = "gateway-redis";
    private const int RetryMilliseconds = 500;
    private const int CommandMilliseconds = 3000;

    public static void AddSessions(this WebApplicationBuilder builder)
    {
        // At Information one connection is fifty lines.
        builder.Logging.AddFilter("StackExchange.Redis", LogLevel.Warning);
        builder.AddRedisClient(ConnectionName, settings => settings.DisableHealthChecks = true, options =>
        {
            // A refusal that says "try again" at once serves better than a call that hangs until a time-out.
            options.BacklogPolicy = BacklogPolicy.FailFast;
            options.ReconnectRetryPolicy = new LinearRetry(RetryMilliseconds);
            options.AbortOnConnectFail = false;
            options.AsyncTimeout = CommandMilliseconds;
            options.SyncTimeout = CommandMilliseconds;
        });

        var services = builder.Services;
        services.AddHealthChecks().AddCheck<RedisHealth>(RedisHealth.Name);
        services.AddSingleton<BusTopics>();
        services.AddSingleton<StateSeal>();
        services.AddSingleton<ISessionStore, SessionStore>();
        services.AddSingleton<PassThroughSessions>();
        services.AddSingleton<RedisBus>();
        services.AddHostedService<RedisBusListener>();
        services.AddSingleton<ISharedState>(provider => HasRedis(provider)
            ? ActivatorUtilities.CreateInstance<RedisState>(provider)
            : ActivatorUtilities.CreateInstance<LocalState>(provider));
        services.AddSingleton<IReplicaBus>(provider => HasRedis(provider)
            ? provider.GetRequiredService<RedisBus>()
            : ActivatorUtilities.CreateInstance<LocalBus>(provider));
    }

    /// <summary>Whether this gateway may have replicas. The connection is made when somebody first needs it.</summary>
    public static bool HasRedis(IServiceProvider provider) =>
        !string.IsNullOrEmpty(provider.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionName));
}
