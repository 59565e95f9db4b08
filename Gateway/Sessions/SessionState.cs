namespace McpAspire.Gateway.Sessions;

/// <summary>What was agreed on in a session.</summary>
internal sealed record SessionState
{
    /// <summary>The revision that was agreed on in <c>initialize</c>.</summary>
    public required string ProtocolVersion { get; init; }

    /// <summary>The object <c>capabilities</c> of <c>initialize</c>, as JSON.</summary>
    public string ClientCapabilities { get; init; } = "{}";

    /// <summary>The object <c>clientInfo</c> of <c>initialize</c>, as JSON.</summary>
    public string ClientInfo { get; init; } = "{}";

    /// <summary>Set by <c>logging/setLevel</c>.</summary>
    public string? LogLevel { get; init; }

    /// <summary>Resources that are subscribed to, in the endpoint's URIs.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    /// <summary>Grows with each change of the subscriptions: news of an earlier one counts no more.</summary>
    public long SubscriptionsVersion { get; init; }

    /// <summary>For a session that is passed through: the id that the server gave it.</summary>
    public string? UpstreamId { get; init; }

    /// <summary>For a session that is passed through: the replica of the server that holds it.</summary>
    public string? DestinationId { get; init; }
}
