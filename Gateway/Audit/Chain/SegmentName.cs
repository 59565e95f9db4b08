using System.Globalization;

namespace McpAspire.Gateway.Audit.Chain;

/// <summary>Segments are files whose names sort as they follow one another.</summary>
internal static class SegmentName
{
    private const string Prefix = "audit-";
    private const string Extension = ".jsonl";

    public static string Of(long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D10}{Extension}");

    public static string PathOf(string directory, long number) => Path.Combine(directory, Of(number));

    /// <summary>The numbers of the segments that are there.</summary>
    public static SortedSet<long> In(string directory)
    {
        var numbers = new SortedSet<long>();
        foreach (var path in Directory.EnumerateFiles(directory, $"{Prefix}*{Extension}"))
        {
            var text = Path.GetFileName(path.AsSpan())[Prefix.Length..^Extension.Length];
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number > 0 && Path.GetFileName(path) == Of(number))
                numbers.Add(number);
        }

        return numbers;
    }
}
