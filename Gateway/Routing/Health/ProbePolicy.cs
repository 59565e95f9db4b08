using System.Net;
using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace McpAspire.Gateway.Routing.Health;

/// <summary>
/// Judges the answers to probes. Whatever a backend answers below 500 shows that it is alive. 503 is its own word that
/// it wants no more requests; anything else has to fail twice.
/// </summary>
internal sealed partial class ProbePolicy(IDestinationHealthUpdater updater, ILogger<ProbePolicy> logger)
    : IActiveHealthCheckPolicy
{
    public const string PolicyName = "McpAspire";

    private readonly ConditionalWeakTable<DestinationState, StrongBox<int>> _failed = [];

    public string Name => PolicyName;

    public void ProbingCompleted(ClusterState cluster, IReadOnlyList<DestinationProbingResult> probingResults)
    {
        var healths = new List<NewActiveDestinationHealth>(probingResults.Count);
        foreach (var result in probingResults)
        {
            var health = Judge(result);
            healths.Add(new NewActiveDestinationHealth(result.Destination, health));
            if (health == DestinationHealth.Unhealthy && result.Destination.Health.Active != health)
                LogUnhealthy(result.Destination.DestinationId, cluster.ClusterId, Cause(result));
            else if (health == DestinationHealth.Healthy && result.Destination.Health.Active == DestinationHealth.Unhealthy)
                LogHealthy(result.Destination.DestinationId, cluster.ClusterId);
        }

        updater.SetActive(cluster, healths);
    }

    private DestinationHealth Judge(DestinationProbingResult result)
    {
        var failed = _failed.GetOrCreateValue(result.Destination);
        if (result.Response is { StatusCode: < HttpStatusCode.InternalServerError })
        {
            failed.Value = 0;
            return DestinationHealth.Healthy;
        }

        failed.Value++;
        return failed.Value > 1 || result.Response?.StatusCode == HttpStatusCode.ServiceUnavailable
            ? DestinationHealth.Unhealthy
            : result.Destination.Health.Active;
    }

    private static string? Cause(DestinationProbingResult result) =>
        result.Response is { } response ? $"status {(int)response.StatusCode}" : result.Exception?.Message;

    [LoggerMessage(LogLevel.Warning, "{Backend} of {Server} gets no more requests while others do: {Cause}")]
    private partial void LogUnhealthy(string backend, string server, string? cause);

    [LoggerMessage(LogLevel.Information, "{Backend} of {Server} is healthy again")]
    private partial void LogHealthy(string backend, string server);
}
