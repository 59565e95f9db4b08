using System.Collections.Concurrent;
using System.Diagnostics;

namespace McpAspire.Bench.Load;

/// <summary>So many workers, each of which starts again when it is done: finds out what the service can take.</summary>
internal static class ClosedLoop
{
    /// <summary>
    /// Runs the step until the time is over or the steps are. The step gets a number that no other call gets, and says
    /// whether it succeeded.
    /// </summary>
    public static async Task<LoadResult> RunAsync(
        int workers, TimeSpan duration, int maxSteps, Func<int, Task<bool>> step)
    {
        var latencies = new ConcurrentBag<double>();
        var failed = 0;
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync)));
        return new LoadResult(latencies, failed, watch.Elapsed);

        async Task WorkAsync()
        {
            while (watch.Elapsed < duration && Interlocked.Increment(ref next) is var number && number < maxSteps)
            {
                var started = watch.Elapsed;
                if (await step(number))
                    latencies.Add((watch.Elapsed - started).TotalMilliseconds);
                else
                    Interlocked.Increment(ref failed);
            }
        }
    }
}
