namespace McpAspire.Gateway.Audit;

/// <summary>What a row tells.</summary>
internal enum AuditKind
{
    /// <summary>A request was judged; written before it is forwarded.</summary>
    Decision,

    /// <summary>What came of a request that was let through.</summary>
    Outcome,

    /// <summary>A request ended at a stage before it was judged.</summary>
    Refusal,

    /// <summary>A list was filtered.</summary>
    List,

    /// <summary>A session began or ended.</summary>
    Session,

    /// <summary>An operator did something.</summary>
    Admin,
}
