using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace McpAspire.Identity.Commands;

/// <summary>Where a command answers: in words for people or in JSON for scripts.</summary>
internal sealed class Terminal(TextWriter output, bool isJson)
{
    public static Terminal Of(ParseResult parsed, Option<bool> json) =>
        new(parsed.InvocationConfiguration.Output, parsed.GetValue(json));

    /// <summary>
    /// Text that came from somebody else, without what a terminal would act on: a client chooses its name, and a
    /// stranger what is written down of a failed request.
    /// </summary>
    public static string Printable(string? text) =>
        new([.. (text ?? string.Empty).Select(c => char.IsControl(c) ? '?' : c)]);

    /// <summary>The same for text of several lines, which stay lines.</summary>
    public static string PrintableLines(string text) =>
        string.Join(Environment.NewLine, text.ReplaceLineEndings("\n").Split('\n').Select(Printable));

    public void Show<T>(T value, JsonTypeInfo<T> type, Func<T, string> words) =>
        output.WriteLine(isJson ? JsonSerializer.Serialize(value, type) : words(value));

    public void ShowAll<T>(
        IReadOnlyList<T> values, JsonTypeInfo<IReadOnlyList<T>> type, Func<T, string> words, string none)
    {
        if (isJson)
            output.WriteLine(JsonSerializer.Serialize(values, type));
        else if (values.Count == 0)
            output.WriteLine(none);
        else
            output.WriteLine(string.Join(Environment.NewLine, values.Select(words)));
    }
}
