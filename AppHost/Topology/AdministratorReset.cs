namespace McpAspire.AppHost.Topology;

internal sealed record AdministratorReset(string Name, string OneTimePassword);
