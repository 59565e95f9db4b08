namespace McpAspire.Identity.Clients.Documents;

/// <summary>A stored client, as far as it decides whether its document has to be read.</summary>
internal sealed record KnownClient(ClientOrigin Origin, string? Digest, bool IsRemoved);
