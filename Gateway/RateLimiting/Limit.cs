namespace McpAspire.Gateway.RateLimiting;

/// <summary>One thing that is counted for a request.</summary>
/// <param name="Scope">What it is counted together with.</param>
/// <param name="Kind">What is counted.</param>
/// <param name="Key">Whom it is counted for; the key of shared state, in which names are hashed.</param>
/// <param name="Most">How much at once.</param>
/// <param name="MicrosecondsEach">After how long one comes back; 0 for concurrency.</param>
internal readonly record struct Limit(
    LimitScope Scope, LimitKind Kind, string Key, double Most, double MicrosecondsEach)
{
    /// <summary>How many permits are wanted; fewer may be given, if there is one at all.</summary>
    public int Wanted { get; init; } = 1;

    /// <summary>How far ahead of time a bucket may be: it is empty then.</summary>
    public double Tolerance => Most * MicrosecondsEach;
}
