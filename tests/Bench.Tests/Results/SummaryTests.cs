using McpAspire.Bench.Results;

namespace McpAspire.Bench.Tests.Results;

public sealed class SummaryTests
{
    [Fact]
    public void Of_OddNumber_IsTheMiddle() => Assert.Equal(new Summary(3, 1, 100), Summary.Of([100, 1, 3]));

    [Fact]
    public void Of_EvenNumber_IsBetweenTheMiddleTwo() => Assert.Equal(new Summary(2.5, 1, 4), Summary.Of([4, 1, 2, 3]));

    [Fact]
    public void Of_Nothing_IsNoNumber() => Assert.True(double.IsNaN(Summary.Of([double.NaN]).Median));

    /// <summary>The ratio of medians would be 1 here, though each round says something else.</summary>
    [Fact]
    public void OfPairs_ComparesWithinARound()
    {
        CellResult[] row = [Cell(1, 50), Cell(2, 100), Cell(3, 300)];
        CellResult[] anchor = [Cell(3, 600), Cell(2, 100), Cell(1, 100)];

        var ratio = Summary.OfPairs(row, anchor, (ours, theirs) => ours.PerSecond / theirs.PerSecond);

        Assert.Equal(new Summary(0.5, 0.5, 1), ratio);
    }

    private static CellResult Cell(int round, double perSecond) => new(round, perSecond, 1, 2, 0.5, 100, 10, 0);
}
