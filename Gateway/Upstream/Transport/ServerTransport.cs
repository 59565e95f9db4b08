using System.Net;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Routing.Health;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>
/// Sends to one server through the proxy engine's cluster: its destinations, their health, its client with its limits.
/// What may have arrived is not sent again, because a tool must not run twice.
/// </summary>
internal sealed class ServerTransport(
    McpServer server, IProxyStateLookup proxies, DestinationChoice choice, CircuitBreaker breaker)
{
    /// <summary>Whether the destination is there and can be used.</summary>
    public bool Has(string destinationId) =>
        proxies.TryGetCluster(server.Name, out var cluster)
        && DestinationChoice.Find(cluster, destinationId) is not null;

    /// <summary>Sends, and returns when the headers of the answer are there.</summary>
    /// <param name="request">Without address; disposed of by the caller.</param>
    /// <param name="destinationId">Where it has to go; null for whichever has least to do.</param>
    /// <param name="evidence">What its end says about the server.</param>
    /// <param name="cancellationToken">Ends the exchange, until the response is disposed of.</param>
    public async Task<UpstreamResponse> SendAsync(
        HttpRequestMessage request, string? destinationId, Evidence evidence, CancellationToken cancellationToken)
    {
        if (!proxies.TryGetCluster(server.Name, out var cluster))
            throw UpstreamFaults.Unreachable();

        var settings = cluster.Model.Config.HttpRequest;
        request.Version = settings?.Version ?? HttpVersion.Version20;
        request.VersionPolicy = settings?.VersionPolicy ?? HttpVersionPolicy.RequestVersionOrLower;
        List<DestinationState>? unreached = null;
        Exception? failure = null;
        while (choice.Next(cluster, destinationId, unreached) is { } chosen)
        {
            try
            {
                return await SendAsync(cluster, request, chosen with { Evidence = evidence }, cancellationToken);
            }
            catch (HttpRequestException exception) when (Verdicts.WasNotSent(exception))
            {
                failure = exception;
                (unreached ??= []).Add(chosen.Load.Destination);
            }
        }

        throw failure is null && cluster.DestinationsState.AvailableDestinations.Count > 0
            ? new UpstreamException(breaker.Unavailable(cluster.DestinationsState.AvailableDestinations))
            : UpstreamFaults.Unreachable(failure);
    }

    private async Task<UpstreamResponse> SendAsync(
        ClusterState cluster, HttpRequestMessage request, ChosenDestination chosen, CancellationToken cancellationToken)
    {
        var load = chosen.Load;
        request.RequestUri = load.Address;
        load.Enter();
        try
        {
            var response = await cluster.Model.HttpClient.SendAsync(request, cancellationToken);
            return new UpstreamResponse(response, chosen, this)
            {
                // A stream may last for hours; that it has begun is what a trial can show.
                IsDecided = chosen.IsTrial && !Verdicts.IsUnavailable((int)response.StatusCode),
            };
        }
        catch (Exception exception)
        {
            load.Leave();
            Learn(chosen, VerdictOf(exception, chosen.Evidence, cancellationToken));
            // Whatever else went wrong in this moment: nobody waits any more, and no other destination is tried.
            cancellationToken.ThrowIfCancellationRequested();
            if (Verdicts.WasNotSent(exception))
                throw;

            throw exception is OperationCanceledException
                ? UpstreamFaults.TimedOut(exception)
                : UpstreamFaults.Unreachable(exception);
        }
    }

    private static Verdict VerdictOf(Exception exception, Evidence evidence, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Verdict.None
        : Verdicts.WasNotSent(exception) ? Verdict.NotSent
        : exception is OperationCanceledException && evidence == Evidence.NotSlowness ? Verdict.None
        : Verdict.Failed;

    /// <summary>Takes in how the exchange with a destination ended.</summary>
    public void Learn(ChosenDestination chosen, Verdict verdict) => breaker.Learn(
        server,
        chosen.Load.Destination,
        verdict == Verdict.Alive && chosen.Evidence == Evidence.OnlyFailure ? Verdict.None : verdict,
        chosen.IsTrial);
}
