namespace McpAspire.Everything.Protocol;

/// <summary>What this server speaks: setting <c>Everything:Era</c>, for tests of clients and gateways.</summary>
internal enum ServedEra
{
    /// <summary>Sessions for clients that begin with initialize, no state for the others.</summary>
    Both,

    /// <summary>Sessions only; requests of the modern revision are told to begin with initialize.</summary>
    Legacy,

    /// <summary>No sessions and no initialize.</summary>
    Modern,
}
