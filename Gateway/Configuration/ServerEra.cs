namespace McpAspire.Gateway.Configuration;

/// <summary>What a backend speaks, as far as its operator says so.</summary>
internal enum ServerEra
{
    /// <summary>Found out by asking it.</summary>
    Auto,

    /// <summary>The initialize handshake and sessions: revisions up to 2025-11-25.</summary>
    Legacy,

    /// <summary>Metadata on every request and no sessions: revision 2026-07-28.</summary>
    Modern,

    /// <summary>Each of the two, at the same address.</summary>
    Both,
}
