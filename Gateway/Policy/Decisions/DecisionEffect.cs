namespace McpAspire.Gateway.Policy.Decisions;

/// <summary>What becomes of an operation.</summary>
internal enum DecisionEffect
{
    /// <summary>First, so that a decision nobody made denies.</summary>
    Deny,

    Allow,

    /// <summary>It would be allowed if the token had certain scopes.</summary>
    StepUp,
}
