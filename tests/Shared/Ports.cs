using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace McpAspire.Shared;

/// <summary>Loopback ports for servers that the tests start.</summary>
public static class Ports
{
    // Below those that the system gives to outgoing connections, of which the tests make thousands: one of them could
    // take a port before whoever it was meant for listens on it.
    private const int First = 20_000;
    private const int Count = 12_000;

    private static int Last = RandomNumberGenerator.GetInt32(Count);

    /// <summary>A port that nobody listens on at this moment, and that this process gives out once.</summary>
    public static int TakeFree()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref Last) % Count);
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
