namespace McpAspire.Bench.Wire;

/// <summary>When the requests of independent callers are due: as many a second on average, at random distances.</summary>
internal static class PoissonSchedule
{
    /// <summary>The same for the same seed, so that all rows of a round get the same one.</summary>
    public static IReadOnlyList<TimeSpan> Create(double perSecond, TimeSpan duration, int seed)
    {
        var random = new Random(seed);
        var due = new List<TimeSpan>();
        for (var at = Distance(); at < duration.TotalSeconds; at += Distance())
            due.Add(TimeSpan.FromSeconds(at));
        return due;

        double Distance() => -Math.Log(1 - random.NextDouble()) / perSecond;
    }
}
