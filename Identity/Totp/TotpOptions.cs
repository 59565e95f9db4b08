namespace McpAspire.Identity.Totp;

/// <summary>What new authenticator apps are given. Those that are enrolled keep what they were given.</summary>
internal sealed class TotpOptions
{
    public const string Section = "Identity:Totp";

    /// <summary>The hash of a new authenticator. Default SHA-1, which every app knows.</summary>
    public TotpAlgorithm Algorithm { get; init; } = TotpAlgorithm.Sha1;

    /// <summary>Digits of a code, 6 or 8. Default 6.</summary>
    public int Digits { get; init; } = 6;

    /// <summary>How long a code is shown. Default 30 seconds, 15 to 120, in whole seconds.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many periods a code may be early or late: clocks differ, and typing takes time (RFC 6238, section 5.2).
    /// Default 1, 0 to 2.
    /// </summary>
    public int Skew { get; init; } = 1;

    /// <summary>The name under which apps list their codes.</summary>
    public string Issuer { get; init; } = "McpAspire";

    /// <summary>The hashes from which a person may choose, besides the default one. Default: none.</summary>
    public IReadOnlyList<TotpAlgorithm> AllowedAlgorithms { get; init; } = [];

    /// <summary>The numbers of digits from which a person may choose, besides the default one. Default: none.</summary>
    public IReadOnlyList<int> AllowedDigits { get; init; } = [];

    public IReadOnlyList<TotpAlgorithm> Algorithms => [.. AllowedAlgorithms.Prepend(Algorithm).Distinct()];

    public IReadOnlyList<int> DigitChoices => [.. AllowedDigits.Prepend(Digits).Distinct()];
}
