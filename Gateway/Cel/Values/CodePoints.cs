using System.Text;

namespace McpAspire.Gateway.Cel.Values;

/// <summary>The language counts and orders strings by code points, the runtime by UTF-16 units.</summary>
internal static class CodePoints
{
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var unit in text)
            if (char.IsLowSurrogate(unit))
                count--;
        return count;
    }

    /// <summary>Where in the units the code point stands, or -1 outside; the end of the text is inside.</summary>
    public static int Offset(string text, long index)
    {
        if (index < 0 || index > text.Length)
            return -1;

        var offset = 0;
        for (; index > 0 && offset < text.Length; index--)
            offset += IsPair(text, offset) ? 2 : 1;
        return index > 0 ? -1 : offset;
    }

    /// <summary>Which code point begins at that unit.</summary>
    public static int Index(string text, int offset) => offset < 0 ? -1 : Count(text.AsSpan(0, offset));

    public static bool IsPair(string text, int offset) =>
        offset + 1 < text.Length && char.IsSurrogatePair(text[offset], text[offset + 1]);

    /// <summary>UTF-16 puts the code points from U+10000 before those from U+E000; UTF-8 does not.</summary>
    public static int Compare(string left, string right)
    {
        var common = Math.Min(left.Length, right.Length);
        for (var i = 0; i < common; i++)
        {
            var (one, other) = (left[i], right[i]);
            if (one == other)
                continue;

            return char.IsSurrogate(one) == char.IsSurrogate(other)
                ? one < other ? -1 : 1
                : char.IsSurrogate(one) ? 1 : -1;
        }

        return left.Length.CompareTo(right.Length);
    }

    public static string Reverse(string text)
    {
        var reversed = new StringBuilder(text.Length);
        for (var end = text.Length; end > 0;)
        {
            var start = end > 1 && IsPair(text, end - 2) ? end - 2 : end - 1;
            reversed.Append(text, start, end - start);
            end = start;
        }

        return reversed.ToString();
    }
}
