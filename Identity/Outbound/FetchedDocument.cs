namespace McpAspire.Identity.Outbound;

/// <summary>
/// What came of a request for a document: its bytes, word that it is the same as before, or a problem.
/// </summary>
internal sealed record FetchedDocument
{
    public byte[]? Body { get; private init; }

    public bool IsUnchanged { get; private init; }

    /// <summary>Why there is none, for the log.</summary>
    public string? Problem { get; private init; }

    /// <summary>The version, by which to ask whether there is another (RFC 9110, section 8.8.3).</summary>
    public string? ETag { get; private init; }

    /// <summary>For how long its server says that it stays the same; null where it says nothing.</summary>
    public TimeSpan? Lifetime { get; private init; }

    public static FetchedDocument Of(byte[] body, string? etag, TimeSpan? lifetime) =>
        new() { Body = body, ETag = etag, Lifetime = lifetime };

    public static FetchedDocument Unchanged(string? etag, TimeSpan? lifetime) =>
        new() { IsUnchanged = true, ETag = etag, Lifetime = lifetime };

    public static FetchedDocument Failed(string problem) => new() { Problem = problem };
}
