using System.Diagnostics;
using McpAspire.Bench.Rows;
using McpAspire.Bench.Wire;
using McpAspire.Bench.Workloads;

namespace McpAspire.Bench;

/// <summary>Asks a server once, and again for a while: it may still be looking for its keys or its backend.</summary>
internal static class Probe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan OneCall = TimeSpan.FromMilliseconds(200);

    /// <summary>Why the row cannot be measured, or null.</summary>
    public static async Task<string?> ProblemOfAsync(Row row)
    {
        var from = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(from) < Patience)
        {
            var connection = new WireConnection(row.Target.Address, row.Target.Request(McpCall.Echo, 0)!);
            using var load = new WireLoad([connection]);
            var result = load.Follow([TimeSpan.Zero], OneCall);
            if (result.Answered > 0)
                return null;
            if (connection.Status is 404 or 405)
                return $"its endpoint answers {connection.Status}";

            await Task.Delay(OneCall);
        }

        return "it gives no good answer to a call";
    }
}
