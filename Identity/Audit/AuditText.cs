using System.Text;

namespace McpAspire.Identity.Audit;

/// <summary>
/// Makes text of others fit for a column. Half a surrogate pair is no UTF-8, and PostgreSQL stores no NUL: either would
/// be refused, and with it whatever is written in the same transaction.
/// </summary>
internal static class AuditText
{
    public static string? Fit(string? text, int length)
    {
        if (text is null)
            return null;
        // A pair is left out whole where only its first half would fit.
        if (text.Length > length)
            text = text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
        return text.Contains('\0') || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Storable(text) : text;
    }

    private static string Storable(string text)
    {
        var storable = new StringBuilder(text.Length);
        // The enumeration itself replaces half pairs.
        foreach (var rune in text.EnumerateRunes())
            storable.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return storable.ToString();
    }
}
