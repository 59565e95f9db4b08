using System.Globalization;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>An address with the length of its network's prefix.</summary>
internal sealed record CelNetwork(CelAddress Address, int Length) : CelOpaque
{
    public static readonly CelTypeName TypeName = new("net.CIDR");

    public override CelTypeName Type => TypeName;

    public CelNetwork Masked => this with { Address = Address with { Bits = Address.Bits & Mask } };

    private UInt128 Mask => Length == 0 ? 0 : UInt128.MaxValue << (Address.Width - Length);

    public static CelNetwork? Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        var digits = slash < 0 ? "" : text[(slash + 1)..];
        if (digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0')
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || CelAddress.Parse(text[..slash]) is not { } address)
            return null;

        // One of IPv4 that was written as one of IPv6 has a prefix of another width.
        return length <= address.Width && address.IsIpv4 != text.Contains(':') ? new(address, length) : null;
    }

    public bool Contains(CelAddress address) =>
        address.IsIpv4 == Address.IsIpv4 && (address.Bits & Mask) == (Address.Bits & Mask);

    public bool Contains(CelNetwork network) => network.Length >= Length && Contains(network.Address);

    public override string ToString() => $"{Address}/{Length}";
}
