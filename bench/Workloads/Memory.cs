using McpAspire.Bench.Processes;
using McpAspire.Bench.Results;
using McpAspire.Bench.Rows;
using McpAspire.Bench.Wire;

namespace McpAspire.Bench.Workloads;

/// <summary>What a server holds in memory for callers that wait, and for answers on their way.</summary>
internal static class Memory
{
    public const string Idle = "1000-idle-sessions";
    public const string Large = "100-times-10MB";

    private const int Sessions = 1000;
    private const int Answers = 100;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Legacy clients that have initialized and listen on their GET stream, as clients of SDKs do. The result is what
    /// the server's memory grew by.
    /// </summary>
    public static async Task<CellResult> IdleSessionsAsync(Row row, McpTarget target)
    {
        var before = ProcessCost.ResidentMegabytes(row.Measured);
        var listening = new List<LegacyClient>();
        try
        {
            for (var number = 0; number < Sessions; number++)
                listening.Add(await LegacyClient.ListenAsync(target));
            await Task.Delay(Settling);
            return Grown(row, before, listening.Count, Sessions - listening.Count);
        }
        finally
        {
            foreach (var client in listening)
                client.Dispose();
        }
    }

    /// <summary>The most that its memory was above what it was before, while all answers were under way.</summary>
    public static async Task<CellResult> LargeAnswersAsync(Row row)
    {
        var before = ProcessCost.ResidentMegabytes(row.Measured);
        var most = before;
        var load = Task.Run(() =>
        {
            using var load = new WireLoad([
                .. Enumerable.Range(0, Answers).Select(number =>
                    new WireConnection(row.Target.Address, row.Target.Request(McpCall.Megabytes10, number)!)),
            ]);
            return load.Follow([.. Enumerable.Repeat(TimeSpan.Zero, Answers)], TimeSpan.FromSeconds(20));
        });
        while (!load.IsCompleted)
        {
            most = Math.Max(most, ProcessCost.ResidentMegabytes(row.Measured));
            await Task.WhenAny(load, Task.Delay(20));
        }

        var result = await load;
        return new CellResult(
            1, double.NaN, result.Percentile(50), result.Percentile(99), double.NaN, most - before, result.Answered,
            result.Failed);
    }

    private static CellResult Grown(Row row, double before, int answered, int failed) => new(
        1, double.NaN, double.NaN, double.NaN, double.NaN, ProcessCost.ResidentMegabytes(row.Measured) - before, answered,
        failed);
}
