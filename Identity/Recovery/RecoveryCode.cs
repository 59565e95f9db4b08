namespace McpAspire.Identity.Recovery;

/// <summary>A code on paper that stands in, once, for a lost second factor.</summary>
internal sealed class RecoveryCode
{
    public const int HashLength = 64;

    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>A keyed hash: who reads the table cannot try codes against it.</summary>
    public required string Hash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}
