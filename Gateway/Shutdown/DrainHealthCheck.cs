using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpAspire.Gateway.Shutdown;

/// <summary>Not ready from the first moment of a stop, so that nobody is sent here who would find a closed door.</summary>
internal sealed class DrainHealthCheck(Drain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(drain.IsLeaving
            ? HealthCheckResult.Unhealthy("The gateway is stopping.")
            : HealthCheckResult.Healthy());
}
