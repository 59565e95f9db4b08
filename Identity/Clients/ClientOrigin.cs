namespace McpAspire.Identity.Clients;

/// <summary>How this server came to know a client, which decides who may change it.</summary>
internal enum ClientOrigin
{
    /// <summary>It stands in the configuration, and changes with it.</summary>
    Configured,

    /// <summary>It is described by the document at its id.</summary>
    Metadata,

    /// <summary>It registered itself (RFC 7591).</summary>
    Registered,

    /// <summary>An administrator added it.</summary>
    Administrator,
}
