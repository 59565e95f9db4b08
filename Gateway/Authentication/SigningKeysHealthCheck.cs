using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpAspire.Gateway.Authentication;

/// <summary>Without keys the gateway can let nobody in, so it is not ready; with old ones it is.</summary>
internal sealed class SigningKeysHealthCheck(SigningKeys keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(keys.Current.IsLoaded
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The issuer's signing keys have not been fetched yet."));
}
