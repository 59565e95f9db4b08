using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Audit;

/// <summary>While nothing can be recorded, a gateway that refuses calls for it is not ready.</summary>
internal sealed class AuditHealthCheck(AuditTrail trail, IOptions<McpOptions> options) : IHealthCheck
{
    public const string Name = "audit";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default)
    {
        if (trail.Failure is not { } failure)
            return Task.FromResult(HealthCheckResult.Healthy());

        var what = $"The audit trail cannot be written: {failure.Message}";
        return Task.FromResult(options.Value.Audit.OnFailure == AuditFailure.Refuse
            ? HealthCheckResult.Unhealthy(what)
            : HealthCheckResult.Degraded(what));
    }
}
