namespace McpAspire.Identity.Regulation;

/// <summary>How many wrong passwords, codes and passkeys are looked at, and how soon they are answered.</summary>
internal sealed class RegulationOptions
{
    public const string Section = "Identity:Regulation";

    /// <summary>What failures are counted by. Default <c>Address</c>.</summary>
    public RegulationMode Mode { get; init; } = RegulationMode.Address;

    /// <summary>Failures within <see cref="FindTime"/> that start a ban. Default 3.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>The time within which failures are counted together. Default 2 minutes.</summary>
    public TimeSpan FindTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a ban lasts. Default 5 minutes.</summary>
    public TimeSpan BanTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>When failures are answered.</summary>
    public FailureDelayOptions FailureDelay { get; init; } = new();

    public bool Counts(BanKind kind) => Mode switch
    {
        RegulationMode.Address => kind == BanKind.Address,
        RegulationMode.User => kind == BanKind.User,
        _ => true,
    };
}
