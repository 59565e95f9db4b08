using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpAspire.Gateway.Configuration.Reload;

/// <summary>A refused change leaves the gateway ready, by what it knew before; somebody should look all the same.</summary>
internal sealed class ReloadHealthCheck(ReloadStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(status.Errors is { Count: > 0 } errors
            ? HealthCheckResult.Degraded(
                $"The last change of the configuration was refused: {string.Join(" ", errors)}")
            : HealthCheckResult.Healthy());
}
