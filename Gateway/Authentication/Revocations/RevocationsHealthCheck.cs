using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpAspire.Gateway.Authentication.Revocations;

/// <summary>Without a recent list the gateway lets nobody in, so it is not ready.</summary>
internal sealed class RevocationsHealthCheck(RevocationList list) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await list.FirstAsync(cancellationToken);
        return list.IsCurrent
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The list of revoked tokens has not been fetched for too long.");
    }
}
