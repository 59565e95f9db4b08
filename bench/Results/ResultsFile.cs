using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpAspire.Bench.Results;

/// <summary>The lines of a run for programs, beside the table for people.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<RowResult>))]
internal sealed partial class ResultsFile : JsonSerializerContext
{
    public static string ToJson(IReadOnlyList<RowResult> results) =>
        JsonSerializer.Serialize(results, Default.IReadOnlyListRowResult);

    /// <summary>Digits behind the noise would only look like knowledge; and JSON has no word for no number.</summary>
    public static double? Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 3) : null;
}
