namespace McpAspire.Gateway.Inspection;

/// <summary>A backend's answer cannot be passed on; the proxy engine ends it like a connection that broke.</summary>
internal sealed class MalformedAnswerException(string message) : IOException(message);
