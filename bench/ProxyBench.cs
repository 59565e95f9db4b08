using McpAspire.Bench.Load;
using McpAspire.Bench.Processes;
using McpAspire.Bench.Results;
using McpAspire.Bench.Rows;
using McpAspire.Bench.Wire;
using McpAspire.Bench.Workloads;

namespace McpAspire.Bench;

/// <summary>The gateway among what it can be compared with: all servers up, all cells in one run, shuffled.</summary>
internal sealed class ProxyBench(ProxySettings settings)
{
    private const int Seed = 20260728;

    private static readonly TimeSpan FirstTouch = TimeSpan.FromSeconds(1);

    private readonly ProxyTable _table = new();
    private readonly Dictionary<string, string> _missing = [];
    private readonly Workload[] _workloads =
        [.. Workload.All.Where(workload => settings.Wants(settings.Workloads, workload.Name))];

    public async Task RunAsync()
    {
        await using var site = await BenchSite.StartAsync();
        var rows = new List<Row>();
        try
        {
            foreach (var kind in RowKinds.All.Where(IsWanted))
                await StartAsync(kind, site, rows);
            Measure(rows);
            await MeasureMemoryAsync(rows);
        }
        finally
        {
            foreach (var row in rows)
                await row.DisposeAsync();
        }

        await WriteAsync([.. rows.Select(row => row.Name)]);
    }

    private bool IsWanted(RowKind kind) =>
        kind.IsOnlyByName ? settings.Rows.Contains(kind.Name) : settings.Wants(settings.Rows, kind.Name);

    private async Task StartAsync(RowKind kind, BenchSite site, List<Row> rows)
    {
        Row row;
        try
        {
            row = await kind.StartAsync(site);
        }
        catch (Exception exception) when (exception is MissingRowException or InvalidOperationException)
        {
            _missing[kind.Name] = exception.Message;
            return;
        }

        if (await Probe.ProblemOfAsync(row) is { } problem)
        {
            _missing[kind.Name] = problem;
            await row.DisposeAsync();
            return;
        }

        rows.Add(row);
    }

    private void Measure(List<Row> rows)
    {
        foreach (var row in rows)
        {
            Say($"warming up {row.Name} ...");
            foreach (var workload in _workloads.Where(row.Serves))
                Load(row, workload, workload == Workload.All[0] ? settings.WarmUp : FirstTouch, seed: 0);
        }

        var cells = rows.SelectMany(row => _workloads.Where(row.Serves).Select(workload => (row, workload))).ToArray();
        var random = new Random(Seed);
        for (var round = 1; round <= settings.Rounds; round++)
        {
            Say($"round {round} of {settings.Rounds} ...");
            random.Shuffle(cells);
            foreach (var (row, workload) in cells)
                _table.Add(workload.Name, row.Name, MeasureCell(row, workload, round));
        }
    }

    /// <summary>Once, at the end: memory that a server has taken it keeps for a while.</summary>
    private async Task MeasureMemoryAsync(IEnumerable<Row> rows)
    {
        foreach (var row in rows.Where(row => row is { IsPeer: false, IsBorrowed: false }))
        {
            if (settings.Wants(settings.Workloads, Memory.Idle) && row.Target is McpTarget target)
                await TryAsync(row, Memory.Idle, () => Memory.IdleSessionsAsync(row, target));
            if (settings.Wants(settings.Workloads, Memory.Large))
                await TryAsync(row, Memory.Large, () => Memory.LargeAnswersAsync(row));
        }
    }

    private async Task TryAsync(Row row, string workload, Func<Task<CellResult>> measure)
    {
        Say($"{workload} {row.Name} ...");
        try
        {
            _table.Add(workload, row.Name, await measure());
        }
        catch (InvalidOperationException exception)
        {
            _missing[$"{row.Name} {workload}"] = exception.Message.Split('\r')[0];
        }
    }

    private CellResult MeasureCell(Row row, Workload workload, int round)
    {
        var before = ProcessCost.CpuSeconds(row.Measured);
        var load = Load(row, workload, settings.Cell, round);
        var used = ProcessCost.CpuSeconds(row.Measured) - before;
        return new CellResult(
            round, load.PerSecond, load.Percentile(50), load.Percentile(99), used,
            ProcessCost.ResidentMegabytes(row.Measured), load.Answered, load.Failed);
    }

    private static LoadResult Load(Row row, Workload workload, TimeSpan duration, int seed)
    {
        using var load = new WireLoad([
            .. Enumerable.Range(0, workload.Connections).Select(number =>
                new WireConnection(row.Target.Address, row.Target.Request(workload.Call, number)!)),
        ]);
        return workload.PerSecond is { } perSecond
            ? load.Follow(PoissonSchedule.Create(perSecond, duration, seed), duration)
            : load.Saturate(duration, workload.Reconnects);
    }

    private async Task WriteAsync(IReadOnlyList<string> rows)
    {
        string[] names = [.. _workloads.Select(workload => workload.Name), Memory.Idle, Memory.Large];
        string[] lines =
        [
            .. _table.Lines(names, rows),
            "",
            .. _missing.Select(row => $"missing: {row.Key}: {row.Value}"),
        ];
        foreach (var line in lines)
            Say(line);

        var folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench")).FullName;
        await File.WriteAllLinesAsync(Path.Combine(folder, "results.md"), lines);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "results.json"), ResultsFile.ToJson(_table.Results(names, rows)));
    }

    private static void Say(string line) => Console.WriteLine(line);
}
