namespace McpAspire.Identity.Audit;

/// <summary>Something that happened, as whoever saw it tells it. It never holds a secret, a code or a token.</summary>
internal sealed record AuditEvent(AuditKind Kind, bool Succeeded = true)
{
    /// <summary>Whom it happened to.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Who did it, where that is somebody else: an administrator.</summary>
    public Guid? ActorId { get; init; }

    public string? ClientId { get; init; }

    /// <summary>A word for how: <c>password</c>, <c>totp</c>, <c>passkey</c>, <c>refresh_token</c>.</summary>
    public string? Method { get; init; }

    /// <summary>A few words more for the person who reads the list: why it failed, which name a factor has.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// Where it came from, if that is told after the request; else it is where the request comes from.
    /// </summary>
    public string? Address { get; init; }
}
