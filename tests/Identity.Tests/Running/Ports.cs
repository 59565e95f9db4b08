using System.Net;
using System.Net.Sockets;

namespace McpAspire.Identity.Tests.Running;

internal static class Ports
{
    /// <summary>A port that nobody listens on at this moment.</summary>
    public static int TakeFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
