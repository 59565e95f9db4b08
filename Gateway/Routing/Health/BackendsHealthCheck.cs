using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace McpAspire.Gateway.Routing.Health;

/// <summary>
/// Backends that fail do not make the gateway itself unfit: the others are served, and restarting it would help none.
/// </summary>
internal sealed class BackendsHealthCheck(IProxyStateLookup proxy, Circuits circuits) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default)
    {
        var failing = proxy.GetClusters()
            .SelectMany(cluster => cluster.Destinations.Values, (cluster, backend) => (cluster.ClusterId, backend))
            .Where(it => IsFailing(it.backend))
            .Select(it => $"{it.backend.DestinationId} of {it.ClusterId}")
            .Order(StringComparer.Ordinal)
            .ToArray();
        return Task.FromResult(failing.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"These backends fail: {string.Join(", ", failing)}."));
    }

    private bool IsFailing(DestinationState backend) =>
        backend.Health.Active == DestinationHealth.Unhealthy || circuits.Of(backend).State != CircuitState.Closed;
}
