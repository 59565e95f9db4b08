namespace McpAspire.Backends.Tests.Everything.Hosting;

/// <summary>How a client speaks: with a handshake and a session, or each request for itself.</summary>
public enum Era
{
    /// <summary>Revision 2025-11-25.</summary>
    Legacy,

    /// <summary>Revision 2026-07-28.</summary>
    Modern,
}
