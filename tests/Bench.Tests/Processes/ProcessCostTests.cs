using McpAspire.Bench.Processes;

namespace McpAspire.Bench.Tests.Processes;

public sealed class ProcessCostTests
{
    /// <summary>A program may call itself what it likes.</summary>
    [Fact]
    public void CpuSecondsOf_NameWithBrackets_ReadsTheTimesBehindIt()
    {
        const string Stat = "4711 (a) b (c)) S 1 4711 4711 0 -1 4194304 10 0 0 0 250 50 0 0 20 0 1 0 12345 0 0";

        Assert.Equal(3, ProcessCost.CpuSecondsOf(Stat));
    }

    [Fact]
    public void ResidentMegabytes_OfThisProcess_IsSomething() =>
        Assert.InRange(ProcessCost.ResidentMegabytes([Environment.ProcessId]), 1, 10_000);
}
