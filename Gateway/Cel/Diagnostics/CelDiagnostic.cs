namespace McpAspire.Gateway.Cel.Diagnostics;

/// <summary>What is wrong with an expression, where, and what may have been meant.</summary>
internal sealed record CelDiagnostic(CelSpan Span, string Message, string? Suggestion = null)
{
    public static CelDiagnostic At(int start, int end, string message, string? suggestion = null) =>
        new(new CelSpan(start, Math.Max(end, start)), message, suggestion);

    /// <summary>Line and column, counted from 1; a column is a code point.</summary>
    public (int Line, int Column) Locate(string source) => SourceText.Locate(source, Span.Start);

    /// <summary>The message, the line, and a caret under what it is about.</summary>
    public string Render(string source) => SourceText.Render(source, this);
}
