namespace McpAspire.Identity.Audit;

/// <summary>Which records somebody wants to see; what is not said does not matter.</summary>
internal sealed record AuditFilter
{
    public AuditKind? Kind { get; init; }

    /// <summary>Whom it happened to, or who did it.</summary>
    public Guid? AccountId { get; init; }

    public bool? Succeeded { get; init; }

    /// <summary>Only older records than this one. Ids grow, so no record is shown twice while new ones come.</summary>
    public long? Before { get; init; }

    /// <summary>Only newer records than this one.</summary>
    public long? After { get; init; }
}
