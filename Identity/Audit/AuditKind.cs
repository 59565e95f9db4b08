namespace McpAspire.Identity.Audit;

/// <summary>What happened. The names are what stands in the table, in logs and in metrics.</summary>
internal enum AuditKind
{
    SignIn,
    SecondFactor,
    SignOut,
    SessionEnded,
    Banned,
    BanLifted,
    FactorAdded,
    FactorRemoved,
    RecoveryCodesMade,
    PasswordChanged,
    PasswordResetRequested,
    PasswordReset,
    Consent,
    ConsentWithdrawn,
    TokenIssued,
    TokenRefused,
    TokenRevoked,
    KeysRotated,
    AccountCreated,
    AccountChanged,
    AccountRemoved,
    ClientAdded,
    ClientChanged,
    ClientRemoved,
}
