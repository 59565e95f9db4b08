namespace McpAspire.Identity.Passkeys;

/// <summary>Which passkeys people may use, and how.</summary>
internal sealed class PasskeyOptions
{
    public const string Section = "Identity:Passkeys";

    /// <summary>Whether passkeys are offered and accepted. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// Whether the authenticator checks who uses it: <c>required</c>, <c>preferred</c> or <c>discouraged</c>. Without
    /// it a passkey is a second factor only. Default <c>preferred</c>.
    /// </summary>
    public string UserVerification { get; init; } = "preferred";

    /// <summary>
    /// Whether a new passkey can be found without a user name: <c>required</c>, <c>preferred</c> or
    /// <c>discouraged</c>. Default <c>preferred</c>.
    /// </summary>
    public string ResidentKey { get; init; } = "preferred";

    /// <summary>
    /// What a new authenticator is asked to say about its model: <c>none</c>, <c>indirect</c>, <c>direct</c> or
    /// <c>enterprise</c>. Default <c>indirect</c>, as lists of models need it.
    /// </summary>
    public string Attestation { get; init; } = "indirect";

    /// <summary>Whether passkeys may be copied to other devices of their owner. Default true.</summary>
    public bool AllowBackupEligible { get; init; } = true;

    /// <summary>Models (AAGUID) that alone may be enrolled. Default: none, which allows all.</summary>
    public IReadOnlyList<Guid> PermittedAaguids { get; init; } = [];

    /// <summary>Models (AAGUID) that may not be enrolled. Default: none.</summary>
    public IReadOnlyList<Guid> ProhibitedAaguids { get; init; } = [];

    /// <summary>How long the browser waits for the authenticator. Default 1 minute, 15 seconds to 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);
}
