namespace McpAspire.Identity.Startup;

/// <summary>The service cannot start, for a reason that whoever configured it can mend.</summary>
internal sealed class StartupException(string message) : Exception(message);
