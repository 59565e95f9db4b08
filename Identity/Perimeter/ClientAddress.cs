using System.Net;
using System.Net.Sockets;

namespace McpAspire.Identity.Perimeter;

/// <summary>The address by which callers are told apart when attempts are counted.</summary>
internal static class ClientAddress
{
    /// <summary>An IPv6 subscriber owns a whole /64, so its addresses count as one.</summary>
    private const int SubscriberBytes = 8;

    public static string Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address.ToString();

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(SubscriberBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
