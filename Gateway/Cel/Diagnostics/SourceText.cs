using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Diagnostics;

/// <summary>Finds lines and draws carets.</summary>
internal static class SourceText
{
    private const int MaxLine = 160;

    public static (int Line, int Column) Locate(string source, int offset)
    {
        var before = source.AsSpan(0, offset);
        return (before.Count('\n') + 1, CodePoints.Count(before[(before.LastIndexOf('\n') + 1)..]) + 1);
    }

    public static string Render(string source, CelDiagnostic diagnostic)
    {
        var (line, column) = Locate(source, diagnostic.Span.Start);
        var suggestion = diagnostic.Suggestion is { } text ? $"\n  {text}" : "";
        var (shown, before) = Line(source, diagnostic.Span.Start);
        var end = Math.Min(diagnostic.Span.End, diagnostic.Span.Start + shown.Length - before);
        var carets = Math.Max(1, CodePoints.Count(source.AsSpan(diagnostic.Span.Start, end - diagnostic.Span.Start)));
        // Tabs stay, so that the caret stands under its place whatever their width is.
        var indent = string.Concat(Units(shown[..before]).Select(unit => unit == '\t' ? '\t' : ' '));
        return $"{line}:{column}: {diagnostic.Message}\n  {shown}\n  {indent}{new string('^', carets)}{suggestion}";
    }

    /// <summary>The line around the offset, cut where it is long, and how much of it is before the offset.</summary>
    private static (string Shown, int Before) Line(string source, int offset)
    {
        var start = source.AsSpan(0, offset).LastIndexOf('\n') + 1;
        var length = source.AsSpan(offset).IndexOfAny('\n', '\r');
        var end = length < 0 ? source.Length : offset + length;
        start = Math.Max(start, offset - (MaxLine / 2));
        end = Math.Min(end, start + MaxLine);
        return (source[start..end], offset - start);
    }

    /// <summary>One unit for each code point.</summary>
    private static IEnumerable<char> Units(string text) => text.Where(unit => !char.IsLowSurrogate(unit));
}
