namespace McpAspire.Identity.Outbound;

/// <summary>Who can be behind an address.</summary>
internal enum AddressScope
{
    /// <summary>A host of the public internet.</summary>
    Public,

    /// <summary>This machine, or one of a private network.</summary>
    Private,

    /// <summary>Nothing that a document could ever be at: metadata services of clouds, groups, tunnels.</summary>
    Forbidden,
}
