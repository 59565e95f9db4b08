namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// What all replicas know of a document: which version it was, when it was read, until when it counts.
/// </summary>
internal sealed record DocumentMark(string Digest, string? ETag, DateTimeOffset ReadAt, DateTimeOffset FreshUntil)
{
    public bool IsFresh(DateTimeOffset now) => now < FreshUntil;
}
