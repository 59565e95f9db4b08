namespace McpAspire.Gateway.Cel.Patterns;

/// <summary>A pattern that RE2 would refuse.</summary>
internal sealed class PatternFault(string message) : Exception(message);
