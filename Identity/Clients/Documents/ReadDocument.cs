namespace McpAspire.Identity.Clients.Documents;

/// <summary>What came of reading a document: a client, word that it is as before, or a problem.</summary>
internal sealed record ReadDocument
{
    public ClientMetadata? Client { get; private init; }

    public string? ETag { get; private init; }

    public TimeSpan? Lifetime { get; private init; }

    /// <summary>What to tell those who ask for the client.</summary>
    public string? Problem { get; private init; }

    /// <summary>What to write into the log besides: it may tell of our network.</summary>
    public string? Detail { get; private init; }

    public static ReadDocument Of(ClientMetadata? client, string? etag, TimeSpan? lifetime) =>
        new() { Client = client, ETag = etag, Lifetime = lifetime };

    public static ReadDocument Failed(string problem, string? detail = null) =>
        new() { Problem = problem, Detail = detail };
}
