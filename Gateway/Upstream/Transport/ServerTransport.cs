using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>
/// Sends to one server through the proxy engine's cluster: its destinations, their health, its client with its limits.
/// Nothing is sent twice, because a tool must not run twice.
/// </summary>
internal sealed class ServerTransport(string server, IProxyStateLookup proxies, IDestinationReports? reports)
{
    private readonly ConditionalWeakTable<DestinationState, DestinationLoad> _loads = [];

    /// <summary>Whether the destination is there and can be used.</summary>
    public bool Has(string destinationId) =>
        proxies.TryGetCluster(server, out var cluster) && Find(cluster, destinationId) is not null;

    /// <summary>Sends, and returns when the headers of the answer are there.</summary>
    /// <param name="request">Without address; disposed of by the caller.</param>
    /// <param name="destinationId">Where it has to go; null for whichever has least to do.</param>
    /// <param name="cancellationToken">Ends the exchange, until the response is disposed of.</param>
    public async Task<UpstreamResponse> SendAsync(
        HttpRequestMessage request, string? destinationId, CancellationToken cancellationToken)
    {
        if (!proxies.TryGetCluster(server, out var cluster) || Choose(cluster, destinationId) is not { } load)
            throw UpstreamFaults.Unreachable();

        var settings = cluster.Model.Config.HttpRequest;
        request.RequestUri = load.Address;
        request.Version = settings?.Version ?? HttpVersion.Version20;
        request.VersionPolicy = settings?.VersionPolicy ?? HttpVersionPolicy.RequestVersionOrLower;
        load.Enter();
        try
        {
            var response = await cluster.Model.HttpClient.SendAsync(request, cancellationToken);
            reports?.Report(cluster, load.Destination, failed: response.StatusCode >= HttpStatusCode.InternalServerError);
            return new UpstreamResponse(response, load);
        }
        catch (Exception exception)
        {
            load.Leave();
            if (cancellationToken.IsCancellationRequested)
                throw;

            reports?.Report(cluster, load.Destination, failed: true);
            throw exception is OperationCanceledException
                ? UpstreamFaults.TimedOut(exception)
                : UpstreamFaults.Unreachable(exception);
        }
    }

    private DestinationLoad? Choose(ClusterState cluster, string? destinationId)
    {
        if (destinationId is not null)
            return Find(cluster, destinationId) is { } wanted ? LoadOf(wanted) : null;

        var available = cluster.DestinationsState.AvailableDestinations;
        if (available.Count <= 1)
            return available.Count == 0 ? null : LoadOf(available[0]);

        // Two at random, and of these the one with less to do: nearly as even as asking all, and never a herd.
        var first = RandomNumberGenerator.GetInt32(available.Count);
        var second = RandomNumberGenerator.GetInt32(available.Count - 1);
        var (one, other) = (LoadOf(available[first]), LoadOf(available[second < first ? second : second + 1]));
        return one.Total <= other.Total ? one : other;
    }

    private static DestinationState? Find(ClusterState cluster, string destinationId)
    {
        foreach (var destination in cluster.DestinationsState.AvailableDestinations)
        {
            if (string.Equals(destination.DestinationId, destinationId, StringComparison.OrdinalIgnoreCase))
                return destination;
        }

        return null;
    }

    private DestinationLoad LoadOf(DestinationState destination) =>
        _loads.GetValue(destination, static state => new DestinationLoad(state));
}
