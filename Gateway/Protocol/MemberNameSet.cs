using System.Text;

namespace McpAspire.Gateway.Protocol;

/// <summary>Names that may only be written in their exact letter case.</summary>
internal sealed class MemberNameSet(params string[] names)
{
    private readonly byte[][] _exact = [.. names.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] _folded = [.. names.Select(name => Encoding.UTF8.GetBytes(name.ToLowerInvariant()))];
    private readonly int _longest = names.Max(name => name.Length);

    public bool IsCaseVariant(ReadOnlySpan<byte> utf8Name)
    {
        foreach (var name in _exact)
        {
            if (utf8Name.SequenceEqual(name))
                return false;
        }

        // A folded letter takes up to three bytes (the Kelvin sign).
        if (utf8Name.Length > _longest * 3)
            return false;

        Span<byte> lower = stackalloc byte[utf8Name.Length];
        var length = Fold(utf8Name, lower);
        foreach (var name in _folded)
        {
            if (lower[..length].SequenceEqual(name))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Lower-cases ASCII, and the four letters beyond it that some languages fold into ASCII: long s and the Kelvin
    /// sign (Go's JSON decoder), dotless and dotted i (Java's equalsIgnoreCase).
    /// </summary>
    private static int Fold(ReadOnlySpan<byte> name, Span<byte> lower)
    {
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            var rest = name[i..];
            byte letter;
            (letter, var width) = rest switch
            {
                [>= (byte)'A' and <= (byte)'Z', ..] => ((byte)(rest[0] | 0x20), 1),
                [0xC5, 0xBF, ..] => ((byte)'s', 2),
                [0xC4, 0xB0 or 0xB1, ..] => ((byte)'i', 2),
                [0xE2, 0x84, 0xAA, ..] => ((byte)'k', 3),
                _ => (rest[0], 1),
            };
            lower[length++] = letter;
            i += width - 1;
        }

        return length;
    }
}
