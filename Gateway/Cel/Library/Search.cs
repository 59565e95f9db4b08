namespace McpAspire.Gateway.Cel.Library;

/// <summary>
/// Finds a text in another in a time that grows with their lengths. The runtime's own search can need their product,
/// and a caller of a tool may have chosen both.
/// </summary>
internal static class Search
{
    /// <summary>For a short part the product is small.</summary>
    private const int ShortPart = 64;

    public static int IndexOf(string text, string part, int start)
    {
        if (start > text.Length)
            return -1;

        return part.Length <= ShortPart
            ? text.IndexOf(part, start, StringComparison.Ordinal)
            : Scan(text, part, start, text.Length, isLast: false);
    }

    /// <summary>The last place, at the latest at <paramref name="latest"/>.</summary>
    public static int LastIndexOf(string text, string part, int latest)
    {
        if (part.Length > text.Length)
            return -1;

        var end = Math.Min(text.Length - part.Length, latest) + part.Length;
        return part.Length <= ShortPart
            ? text.AsSpan(0, end).LastIndexOf(part, StringComparison.Ordinal)
            : Scan(text, part, 0, end, isLast: true);
    }

    /// <summary>Knuth, Morris and Pratt.</summary>
    private static int Scan(string text, string part, int start, int end, bool isLast)
    {
        var borders = Borders(part);
        var (found, matched) = (-1, 0);
        for (var i = start; i < end; i++)
        {
            while (matched > 0 && (matched == part.Length || part[matched] != text[i]))
                matched = borders[matched - 1];
            if (part[matched] == text[i])
                matched++;
            if (matched != part.Length)
                continue;

            found = i + 1 - part.Length;
            if (!isLast)
                break;
        }

        return found;
    }

    /// <summary>
    /// For each beginning of the part: how long the longest of its ends is that is also its beginning.
    /// </summary>
    private static int[] Borders(string part)
    {
        var borders = new int[part.Length];
        for (int i = 1, length = 0; i < part.Length; i++)
        {
            while (length > 0 && part[i] != part[length])
                length = borders[length - 1];
            if (part[i] == part[length])
                length++;
            borders[i] = length;
        }

        return borders;
    }
}
