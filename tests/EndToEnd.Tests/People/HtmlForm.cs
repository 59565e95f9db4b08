using System.Net;
using System.Text.RegularExpressions;

namespace McpAspire.EndToEnd.Tests.People;

/// <summary>The form of one of identity's pages: where it goes and what it carries already.</summary>
internal sealed partial record HtmlForm(Uri Action, IReadOnlyDictionary<string, string> Hidden)
{
    /// <summary>The first form of the page's main part, or null.</summary>
    public static HtmlForm? Find(string html, Uri page)
    {
        var form = Form().Match(html, Math.Max(0, html.IndexOf("<main", StringComparison.Ordinal)));
        if (!form.Success) return null;

        var action = Attribute(form.Groups["attributes"].Value, "action");
        var hidden = Input().Matches(form.Groups["content"].Value)
            .Select(input => input.Value)
            .Where(input => Attribute(input, "type") == "hidden")
            .ToDictionary(input => Attribute(input, "name")!, input => Attribute(input, "value") ?? "");
        return new HtmlForm(string.IsNullOrEmpty(action) ? page : new Uri(page, action), hidden);
    }

    /// <summary>The text of the element with the id, without its inner tags, or null.</summary>
    public static string? Text(string html, string id)
    {
        var element = Regex.Match(
            html, $"<(\\w+)[^>]*\\bid=\"{Regex.Escape(id)}\"[^>]*>(?<text>.*?)</\\1>", RegexOptions.Singleline);
        return element.Success ? WebUtility.HtmlDecode(Tag().Replace(element.Groups["text"].Value, "")).Trim() : null;
    }

    private static string? Attribute(string tag, string name)
    {
        var match = Regex.Match(tag, $"\\b{name}=\"(?<value>[^\"]*)\"");
        return match.Success ? WebUtility.HtmlDecode(match.Groups["value"].Value) : null;
    }

    [GeneratedRegex("<form(?<attributes>[^>]*)>(?<content>.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
