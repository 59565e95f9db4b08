using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>A replica on its own goes on, more strictly; somebody should look all the same.</summary>
internal sealed class LimitsHealthCheck(RateLimiter limiter) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(limiter.IsAlone
            ? HealthCheckResult.Degraded("Limits are counted without the other replicas, and more strictly.")
            : HealthCheckResult.Healthy());
}
