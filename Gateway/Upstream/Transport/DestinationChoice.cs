using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using McpAspire.Gateway.Routing.Health;
using Yarp.ReverseProxy.Model;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>
/// Which of a server's replicas gets a request: of those that are healthy and whose circuit is closed, the less busy
/// of two at random. As even as asking all of them, nearly, and never a herd.
/// </summary>
internal sealed class DestinationChoice(Circuits circuits)
{
    private readonly ConditionalWeakTable<DestinationState, DestinationLoad> _loads = [];

    public static DestinationState? Find(ClusterState cluster, string destinationId)
    {
        foreach (var destination in cluster.DestinationsState.AvailableDestinations)
        {
            if (string.Equals(destination.DestinationId, destinationId, StringComparison.OrdinalIgnoreCase))
                return destination;
        }

        return null;
    }

    /// <param name="cluster">The server's replicas.</param>
    /// <param name="destinationId">The only one that will do, or null.</param>
    /// <param name="unreached">Those that a connection could not be made to, or null.</param>
    public ChosenDestination? Next(ClusterState cluster, string? destinationId, List<DestinationState>? unreached)
    {
        if (destinationId is not null)
            return unreached is null && Find(cluster, destinationId) is { } wanted ? Admit(wanted) : null;

        var available = cluster.DestinationsState.AvailableDestinations;
        if (available.Count == 1)
            return unreached is null ? Admit(available[0]) : null;
        if (unreached is null && AreClosed(available))
            return new ChosenDestination(LessBusy(available), IsTrial: false);

        return NextOfSome(available, unreached);
    }

    private ChosenDestination? NextOfSome(
        IReadOnlyList<DestinationState> available, List<DestinationState>? unreached)
    {
        var closed = new List<DestinationState>(available.Count);
        foreach (var destination in available)
        {
            if (unreached?.Contains(destination) == true)
                continue;
            if (circuits.Of(destination).State == CircuitState.Closed)
                closed.Add(destination);
            else if (circuits.Of(destination).TryBeginTrial())
                return new ChosenDestination(LoadOf(destination), IsTrial: true);
        }

        return closed.Count == 0 ? null : new ChosenDestination(LessBusy(closed), IsTrial: false);
    }

    private ChosenDestination? Admit(DestinationState destination)
    {
        var circuit = circuits.Of(destination);
        if (circuit.State == CircuitState.Closed)
            return new ChosenDestination(LoadOf(destination), IsTrial: false);

        return circuit.TryBeginTrial() ? new ChosenDestination(LoadOf(destination), IsTrial: true) : null;
    }

    private bool AreClosed(IReadOnlyList<DestinationState> destinations)
    {
        for (var i = 0; i < destinations.Count; i++)
        {
            if (circuits.Of(destinations[i]).State != CircuitState.Closed)
                return false;
        }

        return destinations.Count > 0;
    }

    private DestinationLoad LessBusy(IReadOnlyList<DestinationState> destinations)
    {
        if (destinations.Count == 1)
            return LoadOf(destinations[0]);

        var first = RandomNumberGenerator.GetInt32(destinations.Count);
        var second = RandomNumberGenerator.GetInt32(destinations.Count - 1);
        var (one, other) = (LoadOf(destinations[first]), LoadOf(destinations[second < first ? second : second + 1]));
        return one.Total <= other.Total ? one : other;
    }

    private DestinationLoad LoadOf(DestinationState destination) =>
        _loads.GetValue(destination, static state => new DestinationLoad(state));
}
