using McpAspire.Bench.Wire;

namespace McpAspire.Bench.Tests.Wire;

public sealed class PoissonScheduleTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Create_KeepsTheRateAndTheTime()
    {
        var schedule = PoissonSchedule.Create(2000, Minute, seed: 1);

        Assert.InRange(schedule.Count, 118_000, 122_000);
        Assert.Equal(schedule.Order(), schedule);
        Assert.InRange(schedule[^1], Minute * 0.99, Minute);
    }

    /// <summary>Requests at equal distances would never meet, and a queue never be seen.</summary>
    [Fact]
    public void Create_SpreadsDistancesAsIndependentCallersDo()
    {
        var schedule = PoissonSchedule.Create(1000, Minute, seed: 1);

        var distances = schedule.Zip(schedule.Skip(1), (from, to) => (to - from).TotalMilliseconds).ToArray();

        var mean = distances.Average();
        var variance = distances.Average(distance => (distance - mean) * (distance - mean));
        Assert.InRange(mean, 0.98, 1.02);
        Assert.InRange(variance, 0.94, 1.06);
    }

    [Fact]
    public void Create_SameSeed_IsTheSame() =>
        Assert.Equal(PoissonSchedule.Create(360, Minute, 3), PoissonSchedule.Create(360, Minute, 3));
}
