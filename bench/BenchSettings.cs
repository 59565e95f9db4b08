using System.Globalization;

namespace McpAspire.Bench;

/// <summary>What to measure, and for how long.</summary>
internal sealed record BenchSettings(TimeSpan Duration)
{
    private const int DefaultSeconds = 10;
    private const int MaxSeconds = 120;

    /// <summary>Null for what it does not understand. Every row ends by itself, whatever is asked for.</summary>
    public static BenchSettings? Parse(IReadOnlyList<string> arguments)
    {
        var left = arguments.FirstOrDefault() == "identity" ? arguments.Skip(1).ToArray() : [.. arguments];
        return left switch
        {
            [] => new BenchSettings(TimeSpan.FromSeconds(DefaultSeconds)),
            ["--seconds", var text] when int.TryParse(text, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and <= MaxSeconds => new BenchSettings(TimeSpan.FromSeconds(seconds)),
            _ => null,
        };
    }
}
