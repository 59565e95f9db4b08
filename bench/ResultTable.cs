using System.Globalization;
using McpAspire.Bench.Load;

namespace McpAspire.Bench;

/// <summary>The rows of a run, printed as they come and kept as Markdown.</summary>
internal sealed class ResultTable
{
    private const string Head = "| what | a second | p50 ms | p99 ms | failed |\n|---|---:|---:|---:|---:|";

    private readonly List<string> _lines = [Head];

    public ResultTable() => Console.WriteLine(Head);

    public void Add(string what, LoadResult result) => Write(string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {result.PerSecond:F1} | {result.Percentile(50):F2} | {result.Percentile(99):F2} "
        + $"| {result.Failed} |"));

    public void Save(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench")).FullName;
        File.WriteAllLines(Path.Combine(folder, $"{name}.md"), _lines);
    }

    private void Write(string line)
    {
        _lines.Add(line);
        Console.WriteLine(line);
    }
}
