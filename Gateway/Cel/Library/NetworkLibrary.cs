using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>Addresses and networks, as cel-go documents them.</summary>
internal static class NetworkLibrary
{
    public static void Add(FunctionSet set)
    {
        set.Type(CelAddress.TypeName);
        set.Type(CelNetwork.TypeName);

        set.Global("ip", "string -> net.IP", (text, ref _) => Ip(text.AsString));
        set.Global("ip", "net.IP -> net.IP", (value, ref _) => value);
        set.Global("isIP", "string -> bool", (text, ref _) => CelValue.Of(CelAddress.Parse(text.AsString) is not null));
        set.Global("ip.isCanonical", "string -> bool", (text, ref _) => CelAddress.Parse(text.AsString) is { } address
            ? CelValue.Of(address.ToString() == text.AsString)
            : NoAddress(text.AsString));
        set.Global("string", "net.IP -> string", (value, ref _) => CelValue.Of(value.AsOpaque.ToString()!));
        Test(set, "isUnspecified", address => address.IsUnspecified);
        Test(set, "isLoopback", address => address.IsLoopback);
        Test(set, "isGlobalUnicast", address => address.IsGlobalUnicast);
        Test(set, "isLinkLocalUnicast", address => address.IsLinkLocalUnicast);
        Test(set, "isLinkLocalMulticast", address => address.IsLinkLocalMulticast);
        set.Member("family", "net.IP -> int", (value, ref _) => CelValue.Of(Address(value).Family));

        set.Global("cidr", "string -> net.CIDR", (text, ref _) => Cidr(text.AsString));
        set.Global("cidr", "net.CIDR -> net.CIDR", (value, ref _) => value);
        set.Global("isCIDR", "string -> bool",
            (text, ref _) => CelValue.Of(CelNetwork.Parse(text.AsString) is not null));
        set.Global("string", "net.CIDR -> string", (value, ref _) => CelValue.Of(value.AsOpaque.ToString()!));
        set.Member("containsIP", "net.CIDR, net.IP -> bool",
            (network, address, ref _) => CelValue.Of(Network(network).Contains(Address(address))));
        set.Member("containsIP", "net.CIDR, string -> bool", (network, text, ref _) =>
            CelAddress.Parse(text.AsString) is { } address
                ? CelValue.Of(Network(network).Contains(address))
                : NoAddress(text.AsString));
        set.Member("containsCIDR", "net.CIDR, net.CIDR -> bool",
            (network, other, ref _) => CelValue.Of(Network(network).Contains(Network(other))));
        set.Member("containsCIDR", "net.CIDR, string -> bool", (network, text, ref _) =>
            CelNetwork.Parse(text.AsString) is { } other
                ? CelValue.Of(Network(network).Contains(other))
                : NoNetwork(text.AsString));
        set.Member("ip", "net.CIDR -> net.IP", (network, ref _) => CelValue.Of(Network(network).Address));
        set.Member("masked", "net.CIDR -> net.CIDR", (network, ref _) => CelValue.Of(Network(network).Masked));
        set.Member("isMask", "net.CIDR -> bool",
            (network, ref _) => CelValue.Of(Network(network).Masked == Network(network)));
        set.Member("prefixLength", "net.CIDR -> int", (network, ref _) => CelValue.Of((long)Network(network).Length));
    }

    private static void Test(FunctionSet set, string name, Func<CelAddress, bool> test) =>
        set.Member(name, "net.IP -> bool", (value, ref _) => CelValue.Of(test(Address(value))));

    private static CelValue Ip(string text) =>
        CelAddress.Parse(text) is { } address ? CelValue.Of(address) : NoAddress(text);

    private static CelValue Cidr(string text) =>
        CelNetwork.Parse(text) is { } network ? CelValue.Of(network) : NoNetwork(text);

    private static CelAddress Address(in CelValue value) => (CelAddress)value.AsOpaque;

    private static CelNetwork Network(in CelValue value) => (CelNetwork)value.AsOpaque;

    private static CelValue NoAddress(string text) => CelErrors.Invalid($"{ValueText.Of(text)} is no IP address");

    private static CelValue NoNetwork(string text) =>
        CelErrors.Invalid($"{ValueText.Of(text)} is no network in CIDR notation");
}
