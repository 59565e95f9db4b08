using System.Diagnostics;

namespace McpAspire.Shared;

/// <summary>Waits for something that another thread or process brings about, and not a moment longer.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns when the condition holds; throws when it does not hold within the deadline.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what, TimeSpan? deadline = null) =>
        HoldsAsync(() => Task.FromResult(condition()), what, deadline);

    /// <summary>The same for a condition that has to be asked for.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var limit = deadline ?? DefaultDeadline;
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
                throw new TimeoutException($"Within {limit.TotalSeconds:0.#} s it did not come true that {what}.");
            await Task.Delay(Pause);
        }
    }

    /// <summary>The task's result, unless it takes longer than the deadline.</summary>
    public static Task<T> Within<T>(this Task<T> task, TimeSpan? deadline = null) =>
        task.WaitAsync(deadline ?? DefaultDeadline);

    /// <summary>The task's end, unless it takes longer than the deadline.</summary>
    public static Task Within(this Task task, TimeSpan? deadline = null) =>
        task.WaitAsync(deadline ?? DefaultDeadline);
}
