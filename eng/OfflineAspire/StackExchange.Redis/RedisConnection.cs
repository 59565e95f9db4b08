using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Aspire.StackExchange.Redis;

/// <summary>One named connection, opened when it is first resolved.</summary>
internal sealed class RedisConnection(
    string connectionName,
    string? connectionString,
    Action<ConfigurationOptions>? configureOptions)
{
    public IConnectionMultiplexer Connect(IServiceProvider services)
    {
        var options = string.IsNullOrWhiteSpace(connectionString)
            ? new ConfigurationOptions()
            : ConfigurationOptions.Parse(connectionString);
        if (options.Defaults.GetType() == typeof(DefaultOptionsProvider))
            options.Defaults = new RetryingDefaults();
        configureOptions?.Invoke(options);
        if (options.EndPoints.Count == 0)
        {
            throw new InvalidOperationException(
                $"No endpoint of Redis is known: set 'ConnectionStrings:{connectionName}', as in localhost:6379.");
        }

        options.LoggerFactory ??= services.GetService<ILoggerFactory>();
        var connection = ConnectionMultiplexer.Connect(options);
        services.GetService<RedisTracing>()?.Watch(connection);
        return connection;
    }

    /// <summary>A Redis that is not there yet is waited for, unless the connection string says otherwise.</summary>
    private sealed class RetryingDefaults : DefaultOptionsProvider
    {
        public override bool AbortOnConnectFail => false;
    }
}
