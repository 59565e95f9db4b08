using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers Redis connections with health check, logging and telemetry.</summary>
public static class AspireRedisExtensions
{
    private const string Section = "Aspire:StackExchange:Redis";

    /// <summary>
    /// Adds the connection <paramref name="connectionName"/> as <see cref="IConnectionMultiplexer"/>.
    /// </summary>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) =>
        Add(builder, connectionName, serviceKey: null, configureSettings, configureOptions);

    /// <summary>Adds the connection <paramref name="name"/> as a keyed <see cref="IConnectionMultiplexer"/>.</summary>
    public static void AddKeyedRedisClient(
        this IHostApplicationBuilder builder,
        string name,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) =>
        Add(builder, name, serviceKey: name, configureSettings, configureOptions);

    private static void Add(
        IHostApplicationBuilder builder,
        string connectionName,
        string? serviceKey,
        Action<StackExchangeRedisSettings>? configureSettings,
        Action<ConfigurationOptions>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var section = builder.Configuration.GetSection(Section);
        var settings = new StackExchangeRedisSettings();
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        settings.ConnectionString =
            builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        var connection = new RedisConnection(connectionName, settings.ConnectionString, configureOptions);
        if (serviceKey is null)
            builder.Services.AddSingleton<IConnectionMultiplexer>(connection.Connect);
        else
            builder.Services.AddKeyedSingleton<IConnectionMultiplexer>(
                serviceKey, (services, _) => connection.Connect(services));

        if (!settings.DisableAutoActivation)
            builder.Services.AddHostedService(services => new ConnectAtStart(() => Resolve(services, serviceKey)));
        if (!settings.DisableTracing)
            builder.Services.AddRedisTracing();
        if (!settings.DisableHealthChecks)
            AddHealthCheck(builder.Services, connectionName, serviceKey);
    }

    /// <summary>
    /// The check opens the connection itself, so that a Redis that is away is a result and not a crash.
    /// </summary>
    private static void AddHealthCheck(IServiceCollection services, string connectionName, string? serviceKey)
    {
        var name = serviceKey is null ? "StackExchange.Redis" : $"StackExchange.Redis_{connectionName}";
        services.AddHealthChecks().AddRedis(provider => Resolve(provider, serviceKey), name);
    }

    private static IConnectionMultiplexer Resolve(IServiceProvider services, string? serviceKey) =>
        serviceKey is null
            ? services.GetRequiredService<IConnectionMultiplexer>()
            : services.GetRequiredKeyedService<IConnectionMultiplexer>(serviceKey);
}
