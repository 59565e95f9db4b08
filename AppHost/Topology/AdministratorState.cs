namespace McpAspire.AppHost.Topology;

/// <summary>Whether the administrator still has to use the one-time password, and whether it is this start's.</summary>
internal sealed record AdministratorState(string Name, bool OneTimePasswordPending, bool SetAtThisStart);
