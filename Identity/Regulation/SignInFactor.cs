namespace McpAspire.Identity.Regulation;

/// <summary>What somebody proves who they are by.</summary>
internal enum SignInFactor
{
    Password,
    Totp,
    Passkey,
    RecoveryCode,
}
