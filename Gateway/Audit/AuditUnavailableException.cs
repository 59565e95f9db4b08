namespace McpAspire.Gateway.Audit;

/// <summary>The trail cannot be written, so that what it would have recorded must not happen.</summary>
internal sealed class AuditUnavailableException(Exception? cause)
    : Exception("The audit trail cannot be written.", cause);
