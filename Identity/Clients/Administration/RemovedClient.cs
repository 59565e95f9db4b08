namespace McpAspire.Identity.Clients.Administration;

/// <summary>What became of the wish to remove a client.</summary>
internal enum RemovedClient
{
    Removed,
    Unknown,

    /// <summary>It stands in the configuration, and would be back at the next start.</summary>
    Configured,
}
