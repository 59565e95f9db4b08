using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace McpAspire.OfflineAspire.Running;

/// <summary>
/// Gives every endpoint an address. Nothing stands between it and its users, so both ports are the same.
/// </summary>
internal static class PortAllocator
{
    /// <summary>
    /// Tests run beside each other and beside the developer's own instance, so they ask for ports of their own.
    /// </summary>
    public const string RandomizePorts = "DcpPublisher:RandomizePorts";

    public static void Allocate(IEnumerable<IResource> resources, bool randomize)
    {
        // Kept open until all are known, or the system would give the same port twice.
        var held = new List<TcpListener>();
        foreach (var endpoint in resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>()))
        {
            var port = endpoint.Port is { } fixedPort && !randomize ? fixedPort : Hold(held);
            endpoint.TargetPort = port;
            endpoint.AllocatedEndpoint = new(
                endpoint,
                endpoint.TargetHost,
                port,
                EndpointBindingMode.SingleAddress,
                port.ToString(CultureInfo.InvariantCulture));
        }

        held.ForEach(listener => listener.Dispose());
    }

    private static int Hold(List<TcpListener> held)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        held.Add(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
