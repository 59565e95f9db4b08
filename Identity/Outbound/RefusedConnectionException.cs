namespace McpAspire.Identity.Outbound;

/// <summary>A connection that must not be made. The message is for the log: it tells of our own network.</summary>
internal sealed class RefusedConnectionException(string message) : Exception(message);
