using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace McpAspire.Gateway.Routing;

/// <summary>
/// Turns destinations with a service name as host into one destination for each endpoint that service discovery
/// knows, keeping the path. A name that it does not know stays as it is and is left to DNS.
/// </summary>
internal sealed class ServiceDiscoveryDestinationResolver(ServiceEndpointResolver resolver) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations,
        CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase);
        var changes = new List<IChangeToken>(destinations.Count);
        foreach (var (name, destination) in destinations)
        {
            var address = new Uri(destination.Address);
            var found = await resolver.GetEndpointsAsync(address.GetLeftPart(UriPartial.Authority), cancellationToken);
            changes.Add(found.ChangeToken);
            foreach (var endpoint in found.Endpoints)
                resolved[$"{name}[{endpoint}]"] = destination with { Address = At(address, endpoint.ToString()!) };
        }

        return new ResolvedDestinationCollection(resolved, new CompositeChangeToken(changes));
    }

    /// <summary>The address with the endpoint's scheme, host and port.</summary>
    private static string At(Uri address, string endpoint)
    {
        var isAddress = endpoint.Contains("://", StringComparison.Ordinal);
        var target = new Uri(isAddress ? endpoint : $"{address.Scheme}://{endpoint}");
        var result = new UriBuilder(address) { Scheme = target.Scheme, Host = target.Host, Port = target.Port };
        return result.Uri.AbsoluteUri;
    }
}
