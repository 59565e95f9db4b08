namespace McpAspire.Identity.Operator;

/// <summary>The administrator, and whether the configured one-time password is the one to sign in with.</summary>
internal sealed record AdministratorState(string? Name, bool OneTimePasswordPending, bool SetAtThisStart);
