using System.Globalization;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>An IP address. One of IPv4 is never the same as one of IPv6.</summary>
internal sealed record CelAddress(bool IsIpv4, UInt128 Bits) : CelOpaque
{
    public static readonly CelTypeName TypeName = new("net.IP");

    private const int MappedPrefix = 0xFFFF;

    public override CelTypeName Type => TypeName;

    public int Width => IsIpv4 ? 32 : 128;

    public long Family => IsIpv4 ? 4 : 6;

    public bool IsUnspecified => Bits == 0;

    public bool IsLoopback => IsIpv4 ? Bits >> 24 == 127 : Bits == 1;

    public bool IsMulticast => IsIpv4 ? Bits >> 28 == 0xE : Bits >> 120 == 0xFF;

    public bool IsLinkLocalUnicast => IsIpv4 ? Bits >> 16 == 0xA9FE : Bits >> 118 == 0xFE80 >> 6;

    public bool IsLinkLocalMulticast => IsIpv4 ? Bits >> 8 == 0xE00000 : ((Bits >> 112) & 0xFF0F) == 0xFF02;

    /// <summary>As Go has it: all but the addresses that mean something else, private ones too.</summary>
    public bool IsGlobalUnicast =>
        !IsUnspecified && !IsLoopback && !IsMulticast && !IsLinkLocalUnicast && !(IsIpv4 && Bits == uint.MaxValue);

    /// <summary>
    /// Strictly: no zone, no leading zeros, and no address of IPv4 written within one of IPv6, which other parts of a
    /// system might take for something else. Written in hexadecimal it is the address of IPv4.
    /// </summary>
    public static CelAddress? Parse(string text)
    {
        if (text.Length > 45)
            return null;
        if (!text.Contains(':'))
            return Ipv4(text) is { } ipv4 ? new(true, ipv4) : null;
        if (Ipv6(text) is not { } bits)
            return null;
        if (bits >> 32 != MappedPrefix)
            return new(false, bits);

        return text.Contains('.') ? null : new(true, bits & uint.MaxValue);
    }

    /// <summary>RFC 5952.</summary>
    public override string ToString()
    {
        if (IsIpv4)
            return string.Join('.', Enumerable.Range(0, 4).Select(part => (byte)(Bits >> (24 - (8 * part)))));

        var groups = Enumerable.Range(0, 8).Select(part => (ushort)(Bits >> (112 - (16 * part)))).ToArray();
        var (start, length) = LongestZeros(groups);
        var written = Array.ConvertAll(groups, group => group.ToString("x", CultureInfo.InvariantCulture));
        return length < 2
            ? string.Join(':', written)
            : $"{string.Join(':', written[..start])}::{string.Join(':', written[(start + length)..])}";
    }

    private static (int Start, int Length) LongestZeros(ushort[] groups)
    {
        var longest = (Start: 0, Length: 0);
        for (var start = 0; start < groups.Length; start++)
        {
            var length = groups.Skip(start).TakeWhile(group => group == 0).Count();
            if (length > longest.Length)
                longest = (start, length);
        }

        return longest;
    }

    private static uint? Ipv4(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 4)
            return null;

        uint bits = 0;
        foreach (var part in parts)
        {
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
                return null;
            bits = (bits << 8) | octet;
        }

        return bits;
    }

    private static UInt128? Ipv6(string text)
    {
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        var head = gap < 0 ? Groups(text) : Groups(text[..gap]);
        var tail = gap < 0 ? [] : Groups(text[(gap + 2)..]);
        if (head is null || tail is null || (gap < 0 ? head.Count != 8 : head.Count + tail.Count > 7)
            || (gap >= 0 && text[..gap].Contains('.')))
            return null;

        UInt128 bits = 0;
        foreach (var group in head.Concat(Enumerable.Repeat((ushort)0, 8 - head.Count - tail.Count)).Concat(tail))
            bits = (bits << 16) | group;
        return bits;
    }

    private static List<ushort>? Groups(string text)
    {
        var groups = new List<ushort>();
        var parts = text.Length == 0 ? [] : text.Split(':');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i == parts.Length - 1 && parts[i].Contains('.'))
            {
                if (Ipv4(parts[i]) is not { } ipv4)
                    return null;
                groups.AddRange([(ushort)(ipv4 >> 16), (ushort)ipv4]);
            }
            else if (parts[i].Length is 0 or > 4
                || !ushort.TryParse(
                    parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group))
            {
                return null;
            }
            else
            {
                groups.Add(group);
            }
        }

        return groups;
    }
}
