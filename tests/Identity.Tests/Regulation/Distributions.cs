namespace McpAspire.Identity.Tests.Regulation;

/// <summary>What is compared of measured times.</summary>
internal static class Distributions
{
    public static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    /// <summary>How far the middle half of the values lies apart, which grows with what else the machine does.</summary>
    public static double Spread(double[] values) =>
        values.Order().ElementAt(values.Length * 3 / 4) - values.Order().ElementAt(values.Length / 4);

    /// <summary>The largest distance of the two distributions (Kolmogorov and Smirnov), from 0 to 1.</summary>
    public static double Distance(double[] one, double[] other) => one.Concat(other).Max(value => Math.Abs(
        (one.Count(it => it <= value) / (double)one.Length) - (other.Count(it => it <= value) / (double)other.Length)));
}
