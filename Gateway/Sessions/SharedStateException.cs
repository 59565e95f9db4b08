namespace McpAspire.Gateway.Sessions;

/// <summary>What replicas share cannot be reached: nothing is known of sessions, and nobody is let in on a guess.</summary>
internal sealed class SharedStateException(Exception cause) : Exception("The shared state cannot be reached.", cause);
