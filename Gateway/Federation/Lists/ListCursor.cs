using System.Buffers.Text;
using System.Text;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>
/// Where a list goes on: after an item, whether that is still there or not. So every replica understands it, and a
/// list that changes between two pages neither repeats nor leaves out what has not changed. It holds nothing that its
/// reader has not seen, and an invented one shows nothing that all pages together do not.
/// </summary>
internal static class ListCursor
{
    private const int MaxLength = 16 * 1024;

    public static string After(ListKind kind, string key) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{kind.Member}:{key}"));

    /// <summary>The item after which the page begins; null if it is no cursor for this list.</summary>
    public static string? KeyOf(ListKind kind, string cursor)
    {
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor))
            return null;

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        var start = kind.Member.Length + 1;
        return text.StartsWith($"{kind.Member}:", StringComparison.Ordinal) ? text[start..] : null;
    }
}
