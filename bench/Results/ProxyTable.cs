using System.Globalization;
using McpAspire.Bench.Rows;

namespace McpAspire.Bench.Results;

/// <summary>All cells of a run, and the table that they make.</summary>
internal sealed class ProxyTable
{
    private readonly Dictionary<(string Workload, string Row), List<CellResult>> _cells = [];

    public void Add(string workload, string row, CellResult cell)
    {
        if (!_cells.TryGetValue((workload, row), out var cells))
            _cells[(workload, row)] = cells = [];
        cells.Add(cell);
    }

    public IReadOnlyList<RowResult> Results(IEnumerable<string> workloads, IReadOnlyList<string> rows) =>
    [
        .. from workload in workloads
           from row in rows
           where _cells.ContainsKey((workload, row))
           select ToResult(workload, row),
    ];

    /// <summary>Markdown: medians, the spread in brackets, and the difference to the bare proxy engine.</summary>
    public IEnumerable<string> Lines(IEnumerable<string> workloads, IReadOnlyList<string> rows)
    {
        foreach (var workload in workloads.Where(name => rows.Any(row => _cells.ContainsKey((name, row)))))
        {
            yield return "";
            yield return $"| {workload} | requests/s | x YARP | p50 ms | p99 ms | + p50 | + p99 | CPU us/request | + CPU "
                + "| RSS MB | failed |";
            yield return "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|";
            foreach (var row in rows.Where(row => _cells.ContainsKey((workload, row))))
                yield return Line(workload, row);
        }
    }

    private string Line(string workload, string row)
    {
        var cells = _cells[(workload, row)];
        var anchor = _cells.GetValueOrDefault((workload, Row.BareYarp), []);
        return $"| {row} | {Spread(Of(cell => cell.PerSecond), "F0")} "
            + $"| {Spread(Against((ours, theirs) => ours.PerSecond / theirs.PerSecond), "F2")} "
            + $"| {Spread(Of(cell => cell.P50), "F2")} | {Spread(Of(cell => cell.P99), "F2")} "
            + $"| {Spread(Against((ours, theirs) => ours.P50 - theirs.P50), "F2")} "
            + $"| {Spread(Against((ours, theirs) => ours.P99 - theirs.P99), "F2")} "
            + $"| {Spread(Of(cell => cell.CpuPerAnswer), "F0")} "
            + $"| {Spread(Against((ours, theirs) => ours.CpuPerAnswer - theirs.CpuPerAnswer), "F0")} "
            + $"| {Text(Of(cell => cell.Megabytes).Median, "F0")} | {cells.Sum(cell => cell.Failed)} |";

        Summary Of(Func<CellResult, double> value) => Summary.Of(cells.Select(value));
        Summary Against(Func<CellResult, CellResult, double> compare) => Summary.OfPairs(cells, anchor, compare);
    }

    private RowResult ToResult(string workload, string row)
    {
        var cells = _cells[(workload, row)];
        var anchor = _cells.GetValueOrDefault((workload, Row.BareYarp), []);
        var ratio = Summary.OfPairs(cells, anchor, (ours, theirs) => ours.PerSecond / theirs.PerSecond);
        return new RowResult
        {
            Workload = workload,
            Row = row,
            PerSecond = Median(cell => cell.PerSecond),
            P50 = Median(cell => cell.P50),
            P99 = Median(cell => cell.P99),
            CpuSeconds = Median(cell => cell.CpuSeconds),
            Megabytes = Median(cell => cell.Megabytes),
            Rounds = cells.Count,
            RatioToYarp = ResultsFile.Rounded(ratio.Median),
        };

        double? Median(Func<CellResult, double> value) => ResultsFile.Rounded(Summary.Of(cells.Select(value)).Median);
    }

    private static string Spread(Summary summary, string format) => double.IsNaN(summary.Median)
        ? "-"
        : $"{Text(summary.Median, format)} [{Text(summary.Least, format)}..{Text(summary.Most, format)}]";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
