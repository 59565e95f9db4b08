namespace McpAspire.Identity.Users.Hashing;

/// <summary>The cost of new hashes, and how many are made at once.</summary>
internal sealed class Argon2Options
{
    /// <summary>Memory of one hash. Default 65536 (64 MiB), at least 7168 (OWASP's least).</summary>
    public int MemoryKiB { get; init; } = 64 * 1024;

    /// <summary>Passes over the memory. Default 3.</summary>
    public int Iterations { get; init; } = 3;

    /// <summary>Lanes. Default 4.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>
    /// Passwords hashed at the same time, which bounds the memory: the product with that of one hash. Default 2.
    /// </summary>
    public int MaxConcurrent { get; init; } = 2;

    /// <summary>Requests that wait for their turn; what comes beyond is told to come back. Default 64.</summary>
    public int MaxWaiting { get; init; } = 64;

    /// <summary>How long a request waits for its turn. Default 10 seconds.</summary>
    public TimeSpan WaitLimit { get; init; } = TimeSpan.FromSeconds(10);

    public Argon2Cost Cost => new(MemoryKiB, Iterations, Parallelism);

    internal IEnumerable<string> FindProblems(string section)
    {
        if (MemoryKiB is < 7 * 1024 or > 512 * 1024)
            yield return $"{section}:MemoryKiB is {MemoryKiB}. Choose from {7 * 1024} to {512 * 1024}.";
        if (Iterations is < 1 or > 16)
            yield return $"{section}:Iterations is {Iterations}. Choose from 1 to 16.";
        if ((long)MemoryKiB * Iterations > 2 * 1024 * 1024)
            yield return $"{section}:MemoryKiB times Iterations is beyond {2 * 1024 * 1024}. Lower one of them.";
        if (Parallelism is < 1 or > 16)
            yield return $"{section}:Parallelism is {Parallelism}. Choose from 1 to 16.";
        if (MaxConcurrent is < 1 or > 64)
            yield return $"{section}:MaxConcurrent is {MaxConcurrent}. Choose from 1 to 64.";
        if (MaxWaiting is < 0 or > 10_000)
            yield return $"{section}:MaxWaiting is {MaxWaiting}. Choose from 0 to 10000.";
        if (WaitLimit < TimeSpan.Zero || WaitLimit > TimeSpan.FromMinutes(1))
            yield return $"{section}:WaitLimit is {WaitLimit}. Choose from 00:00:00 to 00:01:00.";
    }
}
