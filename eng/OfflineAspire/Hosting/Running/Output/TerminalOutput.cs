using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace McpAspire.OfflineAspire.Running;

internal sealed partial class TerminalOutput(TextWriter writer, bool colours) : IOutput
{
    private const string Reset = "\e[0m";
    private const string Red = "\e[31m";
    private const int NameWidth = 11;

    private static readonly string[] Palette =
        ["\e[36m", "\e[32m", "\e[35m", "\e[34m", "\e[33m", "\e[96m", "\e[92m", "\e[95m"];

    private readonly ConcurrentDictionary<string, string> _colourOf = [];

    /// <summary>Colours are for people who did not ask to be spared them (https://no-color.org).</summary>
    public static bool ConsoleShowsColours() =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    public void Line(string resource, string text)
    {
        if (!colours)
        {
            writer.WriteLine($"{resource,-NameWidth} | {ColourSequence().Replace(text, "")}");
            return;
        }

        var colour = _colourOf.GetOrAdd(resource, _ => Palette[_colourOf.Count % Palette.Length]);
        writer.WriteLine($"{colour}{resource,-NameWidth} |{Reset} {text}{Reset}");
    }

    public void Notice(string text) => writer.WriteLine(text);

    public void Problem(string text) => writer.WriteLine(colours ? $"{Red}{text}{Reset}" : text);

    [GeneratedRegex(@"\e\[[0-9;]*[A-Za-z]")]
    private static partial Regex ColourSequence();
}
