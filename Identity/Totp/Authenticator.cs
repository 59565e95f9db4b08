namespace McpAspire.Identity.Totp;

/// <summary>One authenticator app of an account.</summary>
internal sealed class Authenticator
{
    public const int NameLength = 64;
    public const string DefaultName = "Authenticator app";
    public const int SecretLength = 256;

    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public string Name { get; set; } = DefaultName;

    /// <summary>The shared secret, sealed for this row.</summary>
    public required string SealedSecret { get; init; }

    public TotpAlgorithm Algorithm { get; init; } = TotpAlgorithm.Sha1;

    /// <summary>Six or eight.</summary>
    public int Digits { get; init; } = 6;

    public int PeriodSeconds { get; init; } = 30;

    public TotpParameters Parameters => new(Algorithm, Digits, PeriodSeconds);

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When the first code was entered; until then the secret is an offer and opens nothing.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>
    /// The time step of the last accepted code. RFC 6238, section 5.2, allows a code once; the step only ever grows,
    /// so the codes before it are spent as well.
    /// </summary>
    public long LastStep { get; set; }
}
