namespace McpAspire.Gateway.RateLimiting;

/// <summary>The section of one limit; what is 0 is not limited.</summary>
internal sealed record LimitValue
{
    /// <summary>How many requests may begin in a window, on average: permits come back evenly over it.</summary>
    public int Requests { get; init; }

    /// <summary>How long the window is: a minute by default.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many requests may begin at once after a pause: all of a window by default.</summary>
    public int Burst { get; init; }

    /// <summary>How many requests may go on at the same time.</summary>
    public int Concurrency { get; init; }

    /// <summary>How many bytes of answers may go out in a window. The answer that exceeds it is not cut off.</summary>
    public long BytesOut { get; init; }

    /// <summary>For servers and tools: whether each subject has a limit of its own; by default all share one.</summary>
    public bool PerSubject { get; init; }

    /// <summary>Whether anything is limited at all.</summary>
    public bool IsSet => Requests > 0 || Concurrency > 0 || BytesOut > 0;

    /// <summary>The same for a replica that is on its own, which has to leave room for the others.</summary>
    public LimitValue Share(double share) => this with
    {
        Requests = Part(Requests, share),
        Burst = Part(Burst, share),
        Concurrency = Part(Concurrency, share),
        BytesOut = BytesOut == 0 ? 0 : Math.Max(1, (long)(BytesOut * share)),
    };

    public IEnumerable<string> Problems(string path)
    {
        if (Requests is < 0 or > 10_000_000)
            yield return $"{path}:Requests: must be between 0 (no limit) and 10000000.";
        if (Window < TimeSpan.FromSeconds(1) || Window > TimeSpan.FromDays(31))
            yield return $"{path}:Window: must be between 00:00:01 and 31.00:00:00.";
        if (Burst is < 0 or > 10_000_000)
            yield return $"{path}:Burst: must be between 0 (as Requests) and 10000000.";
        if (Burst > 0 && Requests == 0)
            yield return $"{path}:Requests: is missing, though Burst is set.";
        if (Concurrency is < 0 or > 1_000_000)
            yield return $"{path}:Concurrency: must be between 0 (no limit) and 1000000.";
        if (BytesOut is < 0 or > 1L << 50)
            yield return $"{path}:BytesOut: must be between 0 (no limit) and 1125899906842624.";
    }

    private static int Part(int value, double share) => value == 0 ? 0 : Math.Max(1, (int)(value * share));
}
