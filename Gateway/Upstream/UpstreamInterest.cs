namespace McpAspire.Gateway.Upstream;

/// <summary>What a listener wants to hear of (the filter of <c>subscriptions/listen</c>, SEP-2575).</summary>
internal sealed record UpstreamInterest
{
    public bool Tools { get; init; }

    public bool Prompts { get; init; }

    public bool Resources { get; init; }

    /// <summary>Resources whose updates are wanted, in the server's own URIs.</summary>
    public IReadOnlyCollection<string> ResourceUris { get; init; } = [];
}
