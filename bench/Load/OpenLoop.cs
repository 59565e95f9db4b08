using System.Collections.Concurrent;
using System.Diagnostics;

namespace McpAspire.Bench.Load;

/// <summary>
/// So many steps a second whether the service keeps up or not. Latency counts from the moment at which a step was due:
/// a service that stalls does not get fewer requests for it.
/// </summary>
internal static class OpenLoop
{
    public static async Task<LoadResult> RunAsync(int perSecond, TimeSpan duration, Func<int, Task<bool>> step)
    {
        var latencies = new ConcurrentBag<double>();
        var failed = 0;
        var steps = new List<Task>();
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < perSecond * duration.TotalSeconds; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / perSecond);
            if (due - watch.Elapsed is { Ticks: > 0 } wait)
                await Task.Delay(wait);
            steps.Add(StepAsync(number, due));
        }

        await Task.WhenAll(steps);
        return new LoadResult(latencies, failed, watch.Elapsed);

        async Task StepAsync(int number, TimeSpan due)
        {
            if (await step(number))
                latencies.Add((watch.Elapsed - due).TotalMilliseconds);
            else
                Interlocked.Increment(ref failed);
        }
    }
}
