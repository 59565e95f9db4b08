using System.Net;
using System.Net.Sockets;

namespace McpAspire.Identity.Outbound;

/// <summary>
/// Tells public addresses from those that only this machine or its network can reach (RFC 6890, and the registries that
/// it set up). An IPv4 address inside an IPv6 address is judged as what it is.
/// </summary>
internal static class AddressJudge
{
    private const int EmbeddedAt = 12;

    private static readonly IPNetwork[] Private = Networks(
        "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");

    private static readonly IPNetwork[] Forbidden = Networks(
        "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        // Where clouds keep the credentials of a machine, besides the link-local address that most of them use.
        "100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::254/128", "fd20:ce::254/128",
        // Protocol assignments, Teredo among them; documentation; 6to4; documentation again.
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Where a network without IPv4 reaches IPv4 (RFC 6052).</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    public static AddressScope ScopeOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IsIn(Forbidden, address))
            return AddressScope.Forbidden;
        if (IsIn(Private, address))
            return AddressScope.Private;
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => AddressScope.Public,
            AddressFamily.InterNetworkV6 => ScopeOfVersion6(address),
            _ => AddressScope.Forbidden,
        };
    }

    /// <summary>All that is not set aside for hosts of the internet is forbidden, whatever it may become.</summary>
    private static AddressScope ScopeOfVersion6(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (Translated.Contains(address))
        {
            return ScopeOf(new IPAddress(bytes.AsSpan(EmbeddedAt))) is AddressScope.Public
                ? AddressScope.Public
                : AddressScope.Forbidden;
        }

        return GlobalUnicast.Contains(address) && !IsTunnel(bytes) ? AddressScope.Public : AddressScope.Forbidden;
    }

    /// <summary>ISATAP (RFC 5214, section 6.1): the lower half names an IPv4 host of the site.</summary>
    private static bool IsTunnel(ReadOnlySpan<byte> bytes) =>
        bytes[8] is 0 or 2 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == 0xfe;

    private static bool IsIn(IPNetwork[] networks, IPAddress address) =>
        Array.Exists(networks, network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] texts) => [.. texts.Select(text => IPNetwork.Parse(text))];
}
