namespace McpAspire.Bench.Load;

/// <summary>The latencies of one row, in milliseconds, sorted.</summary>
internal sealed class LoadResult(IEnumerable<double> latencies, int failed, TimeSpan elapsed)
{
    private readonly double[] _latencies = [.. latencies.Order()];

    public int Answered => _latencies.Length;

    public int Failed => failed;

    public double PerSecond => _latencies.Length / elapsed.TotalSeconds;

    public double Percentile(double percent) => _latencies.Length == 0
        ? double.NaN
        : _latencies[Math.Min(_latencies.Length - 1, (int)(_latencies.Length * percent / 100))];
}
