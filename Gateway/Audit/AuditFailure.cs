namespace McpAspire.Gateway.Audit;

/// <summary>What becomes of a call that cannot be recorded.</summary>
internal enum AuditFailure
{
    /// <summary>It is refused: nothing happens that nobody will know of.</summary>
    Refuse,

    /// <summary>It goes on; how many did so is recorded once that is possible again.</summary>
    Allow,
}
