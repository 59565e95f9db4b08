namespace McpAspire.Bench.Results;

/// <summary>The middle of several rounds and how far they are apart.</summary>
internal readonly record struct Summary(double Median, double Least, double Most)
{
    public static Summary Of(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length == 0)
            return new Summary(double.NaN, double.NaN, double.NaN);

        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Summary(median, sorted[0], sorted[^1]);
    }

    /// <summary>
    /// The same of two rows, round by round: what disturbs the machine for a while disturbs both, and drops out.
    /// </summary>
    public static Summary OfPairs(
        IEnumerable<CellResult> row, IEnumerable<CellResult> anchor, Func<CellResult, CellResult, double> compare)
    {
        var anchors = anchor.ToDictionary(cell => cell.Round);
        return Of(row.Where(cell => anchors.ContainsKey(cell.Round))
            .Select(cell => compare(cell, anchors[cell.Round])));
    }
}
