namespace Aspire.StackExchange.Redis;

/// <summary>What of the Redis client can be set besides its connection string.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>
    /// The connection string; <c>ConnectionStrings:{name}</c> wins over <c>Aspire:StackExchange:Redis</c>.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>Leaves the health check out. Default false.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Leaves the spans out. Default false.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>
    /// Connects on first use instead of at start. Default true, so that a service starts while Redis is away.
    /// </summary>
    public bool DisableAutoActivation { get; set; } = true;
}
