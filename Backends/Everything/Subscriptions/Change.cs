namespace McpAspire.Everything.Subscriptions;

/// <summary>Something that subscribers may want to know: which notification, and for a resource its URI.</summary>
internal sealed record Change(string Method, string? Uri = null);
