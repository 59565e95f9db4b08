namespace McpAspire.Identity.Clients;

/// <summary>The credentials of a new client; the secret is told once and kept as a hash.</summary>
internal sealed record RegisteredClient(string Id, string? Secret, long IssuedAt);
