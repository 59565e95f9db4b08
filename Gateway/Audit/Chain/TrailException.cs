namespace McpAspire.Gateway.Audit.Chain;

/// <summary>The trail cannot be gone on with; the message says what to do.</summary>
internal sealed class TrailException(string message) : Exception(message);
