using System.Text;
using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>Functions whose results can be far longer than their arguments; they pay before they build them.</summary>
internal static class Replacing
{
    /// <summary>
    /// Replaces so many, or all where the limit is negative; nothing is found before each character and at the end.
    /// </summary>
    public static CelValue Replace(string text, string old, string replacement, long limit, ref CelFrame frame)
    {
        var result = new StringBuilder();
        var from = 0;
        foreach (var place in Places(text, old, limit))
        {
            if (!frame.Spend(CelCost.OfLength(replacement.Length + place - from)))
                return frame.Failure;

            result.Append(text, from, place - from).Append(replacement);
            from = place + old.Length;
        }

        return CelValue.Of(result.Append(text, from, text.Length - from).ToString());
    }

    /// <summary>At most so many pieces, or all where the limit is negative; at nothing into the characters.</summary>
    public static CelValue Split(string text, string separator, long limit, ref CelFrame frame)
    {
        if (limit == 0)
            return CelArray.Empty;

        var pieces = new List<CelValue>();
        var from = 0;
        foreach (var place in Places(text, separator, limit < 0 ? -1 : limit - (separator.Length > 0 ? 1 : 0)))
        {
            if (separator.Length == 0 && (place == 0 || place == text.Length))
                continue;
            if (!frame.Spend(1))
                return frame.Failure;

            pieces.Add(CelValue.Of(text[from..place]));
            from = place + separator.Length;
        }

        if (separator.Length > 0 || text.Length > 0)
            pieces.Add(CelValue.Of(text[from..]));
        return CelValue.Of([.. pieces]);
    }

    public static CelValue Join(CelList list, string separator, ref CelFrame frame)
    {
        var result = new StringBuilder();
        for (var i = 0; i < list.Count; i++)
        {
            var element = list[i];
            if (element.Kind != CelKind.String)
                return element.IsError ? element : CelErrors.NoSuchOverload;
            if (!frame.Spend(CelCost.OfLength(separator.Length + element.AsString.Length)))
                return frame.Failure;

            result.Append(i == 0 ? "" : separator).Append(element.AsString);
        }

        return CelValue.Of(result.ToString());
    }

    /// <summary>Where the part stands, as often as the limit allows; they do not overlap.</summary>
    private static IEnumerable<int> Places(string text, string part, long limit)
    {
        var place = 0;
        for (long count = 0; count != limit; count++)
        {
            place = part.Length == 0 ? place : Search.IndexOf(text, part, place);
            if (place < 0 || place > text.Length)
                yield break;

            yield return place;
            place += part.Length > 0 ? part.Length : CodePoints.IsPair(text, place) ? 2 : 1;
        }
    }
}
