namespace McpAspire.Identity.Portal;

/// <summary>A static file, with a version made from its content.</summary>
internal sealed record Asset(string ContentType, byte[] Content, string Version);
