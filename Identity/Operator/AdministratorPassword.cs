namespace McpAspire.Identity.Operator;

/// <summary>A one-time password, told once.</summary>
internal sealed record AdministratorPassword(string? Name, string OneTimePassword);
