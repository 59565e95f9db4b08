namespace McpAspire.Identity.Passkeys;

/// <summary>What a challenge was made for. It is good for nothing else.</summary>
internal enum CeremonyKind
{
    /// <summary>A passkey alone, of whoever it belongs to.</summary>
    SignIn,

    /// <summary>A passkey of the account whose password was right.</summary>
    SecondFactor,

    Enrolment,
}
