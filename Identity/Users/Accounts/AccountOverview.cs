namespace McpAspire.Identity.Users.Accounts;

/// <summary>An account with what it proves itself by.</summary>
internal sealed record AccountOverview(
    AccountSummary Summary,
    bool PasswordIsOneTime,
    int Authenticators,
    int Passkeys,
    int RecoveryCodes);
