namespace McpAspire.Identity.Audit;

/// <summary>A row of the audit trail.</summary>
internal sealed class AuditRecord
{
    public const int WordLength = 64;
    public const int TextLength = 256;

    public long Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required AuditKind Kind { get; init; }

    public required bool Succeeded { get; init; }

    public Guid? AccountId { get; init; }

    public Guid? ActorId { get; init; }

    public string? ClientId { get; init; }

    public string? Method { get; init; }

    public string? Detail { get; init; }

    /// <summary>Where the request came from, by the rules of <see cref="Perimeter.ClientAddress"/>.</summary>
    public string? Address { get; init; }
}
