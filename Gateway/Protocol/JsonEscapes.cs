using System.Globalization;

namespace McpAspire.Gateway.Protocol;

/// <summary>What JSON's grammar lets pass and Unicode does not.</summary>
internal static class JsonEscapes
{
    /// <summary>
    /// Whether every escaped surrogate of a string token (RFC 8259 section 7) has its other half. A lone one becomes
    /// U+FFFD in some readers, an error in others, and itself in the rest.
    /// </summary>
    public static bool HaveWholePairs(ReadOnlySpan<byte> escaped)
    {
        while (true)
        {
            var at = escaped.IndexOf((byte)'\\');
            if (at < 0)
                return true;

            escaped = escaped[at..];
            if (escaped[1] != (byte)'u')
            {
                escaped = escaped[2..];
                continue;
            }

            var unit = CodeUnit(escaped);
            escaped = escaped[6..];
            if (char.IsLowSurrogate(unit))
                return false;
            if (!char.IsHighSurrogate(unit))
                continue;
            if (escaped.Length < 6 || escaped[0] != (byte)'\\' || escaped[1] != (byte)'u'
                || !char.IsLowSurrogate(CodeUnit(escaped)))
                return false;

            escaped = escaped[6..];
        }
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
