namespace McpAspire.AppHost.Topology;

internal sealed record SignedOut(int Sessions, int Authorizations);
