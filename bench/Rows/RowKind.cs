namespace McpAspire.Bench.Rows;

/// <summary>A row that can be measured where what it needs is there.</summary>
internal sealed record RowKind(string Name, Func<BenchSite, Task<Row>> StartAsync)
{
    /// <summary>An experiment, which costs time in every run and concerns few.</summary>
    public bool IsOnlyByName { get; init; }
}
