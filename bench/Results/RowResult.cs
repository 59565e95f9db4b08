using System.Text.Json.Serialization;

namespace McpAspire.Bench.Results;

/// <summary>
/// One line of the table. CPU is that of the row's own processes over a whole cell; all cells of a workload last
/// equally long. What a workload does not measure is null.
/// </summary>
internal sealed record RowResult
{
    [JsonPropertyName("workload")]
    public required string Workload { get; init; }

    [JsonPropertyName("row")]
    public required string Row { get; init; }

    [JsonPropertyName("rps")]
    public double? PerSecond { get; init; }

    [JsonPropertyName("p50_ms")]
    public double? P50 { get; init; }

    [JsonPropertyName("p99_ms")]
    public double? P99 { get; init; }

    [JsonPropertyName("cpu_s")]
    public double? CpuSeconds { get; init; }

    [JsonPropertyName("rss_mb")]
    public double? Megabytes { get; init; }

    [JsonPropertyName("rounds")]
    public required int Rounds { get; init; }

    [JsonPropertyName("ratio_to_yarp")]
    public double? RatioToYarp { get; init; }
}
