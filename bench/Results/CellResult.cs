namespace McpAspire.Bench.Results;

/// <summary>One row under one workload in one round.</summary>
internal sealed record CellResult(
    int Round, double PerSecond, double P50, double P99, double CpuSeconds, double Megabytes, int Answered, int Failed)
{
    /// <summary>Microseconds of CPU for each answer.</summary>
    public double CpuPerAnswer => Answered == 0 ? double.NaN : CpuSeconds * 1_000_000 / Answered;
}
