namespace McpAspire.Gateway.Sessions;

/// <summary>
/// A legacy client's session with an endpoint, as all replicas know it. It belongs to a subject and a client and never
/// authenticates anybody.
/// </summary>
/// <param name="Id">256 random bits, base64url (RFC 4648 section 5). In shared state only their hash is a key.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="ClientId">The client that opened it.</param>
/// <param name="Resource">The resource of the endpoint that it was opened at; no other endpoint knows it.</param>
/// <param name="CreatedAt">When it was opened; its absolute end counts from here.</param>
/// <param name="RevocationId">What the issuer calls the token that used it last.</param>
/// <param name="State">What it says beyond its owner.</param>
internal sealed record McpSession(
    string Id,
    string Subject,
    string ClientId,
    string Resource,
    DateTimeOffset CreatedAt,
    string RevocationId,
    SessionState State);
