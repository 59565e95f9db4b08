using System.Net;
using System.Net.Sockets;

namespace McpAspire.EndToEnd.Tests.Stacks;

/// <summary>Loopback ports that nobody listens on: a stack of the tests does not meet one of a developer.</summary>
internal static class FreePorts
{
    /// <summary>All are held until the last is known, so that none comes twice.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
