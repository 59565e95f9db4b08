namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// The section <c>Mcp:LegacyClients</c>: what the bridge keeps for clients of the revisions up to 2025-11-25.
/// </summary>
internal sealed record LegacyClientOptions
{
    /// <summary>
    /// How long a client may take to answer a question (sampling, elicitation, roots): ten minutes by default, because
    /// people answer some of them; a second to a day.
    /// </summary>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the events of a broken stream are kept: two minutes by default, a second to an hour.</summary>
    public TimeSpan ReplayTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many events of a stream are kept: 128 by default, 1 to 10000.</summary>
    public int ReplayEvents { get; init; } = 128;

    /// <summary>How many bytes of a stream are kept: 256 KiB by default, 1 KiB to 16 MiB.</summary>
    public int ReplayBytes { get; init; } = 256 * 1024;

    /// <summary>How many requests of a session a replica works on at once: 256 by default, 1 to 10000.</summary>
    public int RequestsPerSession { get; init; } = 256;

    /// <summary>How many GET streams a session has at a replica: 8 by default, 1 to 100.</summary>
    public int StreamsPerSession { get; init; } = 8;

    /// <summary>How many resources a session subscribes to: 256 by default, 1 to 10000.</summary>
    public int SubscriptionsPerSession { get; init; } = 256;

    public IEnumerable<string> Problems()
    {
        if (QuestionTimeout < TimeSpan.FromSeconds(1) || QuestionTimeout > TimeSpan.FromDays(1))
            yield return "Mcp:LegacyClients:QuestionTimeout: must be between 00:00:01 and 1.00:00:00.";
        if (ReplayTime < TimeSpan.FromSeconds(1) || ReplayTime > TimeSpan.FromHours(1))
            yield return "Mcp:LegacyClients:ReplayTime: must be between 00:00:01 and 01:00:00.";
        if (ReplayEvents is < 1 or > 10_000)
            yield return "Mcp:LegacyClients:ReplayEvents: must be between 1 and 10000.";
        if (ReplayBytes is < 1024 or > 16 * 1024 * 1024)
            yield return "Mcp:LegacyClients:ReplayBytes: must be between 1024 and 16777216.";
        if (RequestsPerSession is < 1 or > 10_000)
            yield return "Mcp:LegacyClients:RequestsPerSession: must be between 1 and 10000.";
        if (StreamsPerSession is < 1 or > 100)
            yield return "Mcp:LegacyClients:StreamsPerSession: must be between 1 and 100.";
        if (SubscriptionsPerSession is < 1 or > 10_000)
            yield return "Mcp:LegacyClients:SubscriptionsPerSession: must be between 1 and 10000.";
    }
}
