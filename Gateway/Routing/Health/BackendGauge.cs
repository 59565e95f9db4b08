using System.Diagnostics.Metrics;
using McpAspire.Gateway.Pipeline;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace McpAspire.Gateway.Routing.Health;

/// <summary>How many backends of each server are in which state, for dashboards and alerts.</summary>
internal sealed class BackendGauge(IProxyStateLookup proxy, Circuits circuits, IMeterFactory meters) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create(GatewayTelemetry.Name).CreateObservableGauge(
            "mcpaspire.gateway.backends", Observe, "{backend}", "Backends by server and state");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<int>> Observe() =>
        from cluster in proxy.GetClusters()
        from state in cluster.Destinations.Values.GroupBy(StateOf)
        select new Measurement<int>(
            state.Count(),
            new KeyValuePair<string, object?>("mcp.server", cluster.ClusterId),
            new KeyValuePair<string, object?>("state", state.Key));

    private string StateOf(DestinationState backend) => circuits.Of(backend).State switch
    {
        CircuitState.Open => "open",
        CircuitState.HalfOpen => "half_open",
        _ => backend.Health.Active == DestinationHealth.Unhealthy ? "unhealthy" : "serving",
    };
}
