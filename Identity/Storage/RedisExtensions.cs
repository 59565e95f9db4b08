using StackExchange.Redis;

namespace McpAspire.Identity.Storage;

internal static class RedisExtensions
{
    public const string ConnectionName = "redis";
    private const int RetryMilliseconds = 500;
    private const int CommandMilliseconds = 3000;

    public static void AddRedis(this WebApplicationBuilder builder)
    {
        // At Information one connection is fifty lines.
        builder.Logging.AddFilter("StackExchange.Redis", LogLevel.Warning);
        builder.Services.AddSingleton<WindowCounter>();
        builder.Services.AddSingleton<SingleUse>();
        builder.Services.AddHealthChecks().AddCheck<RedisHealth>(RedisHealth.Name);
        builder.AddRedisClient(ConnectionName, settings => settings.DisableHealthChecks = true, options =>
        {
            // A page that says "try again" at once serves better than one that hangs until a time-out.
            options.BacklogPolicy = BacklogPolicy.FailFast;
            options.ReconnectRetryPolicy = new LinearRetry(RetryMilliseconds);
            options.AbortOnConnectFail = false;
            options.AsyncTimeout = CommandMilliseconds;
            options.SyncTimeout = CommandMilliseconds;
        });
    }
}
