namespace McpAspire.Bench.Rows;

/// <summary>A row that can be measured where what it needs is there.</summary>
internal sealed record RowKind(string Name, Func<BenchSite, Task<Row>> StartAsync);
