namespace McpAspire.Gateway.Bridge;

/// <summary>The section <c>Mcp:Bridge</c>: what the gateway keeps open for clients at most.</summary>
internal sealed record BridgeOptions
{
    /// <summary>
    /// How long a call at a legacy server waits for what its modern client was asked: five minutes by default.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many calls may wait so: 1,000 by default.</summary>
    public int MaxWaitingCalls { get; init; } = 1000;

    /// <summary>How many of them may be of one subject and client: 16 by default.</summary>
    public int MaxWaitingCallsPerClient { get; init; } = 16;

    /// <summary>How many streams of <c>subscriptions/listen</c> one subject and client may have open: 16 by default.</summary>
    public int MaxListenStreamsPerClient { get; init; } = 16;

    public IEnumerable<string> Problems()
    {
        if (AnswerTimeout < TimeSpan.FromSeconds(1) || AnswerTimeout > TimeSpan.FromHours(1))
            yield return "Mcp:Bridge:AnswerTimeout: must be between 00:00:01 and 01:00:00.";
        if (MaxWaitingCalls is < 1 or > 100_000)
            yield return "Mcp:Bridge:MaxWaitingCalls: must be between 1 and 100000.";
        if (MaxWaitingCallsPerClient is < 1 or > 1000)
            yield return "Mcp:Bridge:MaxWaitingCallsPerClient: must be between 1 and 1000.";
        if (MaxListenStreamsPerClient is < 1 or > 1000)
            yield return "Mcp:Bridge:MaxListenStreamsPerClient: must be between 1 and 1000.";
    }
}
