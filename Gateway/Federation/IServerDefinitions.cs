using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Lists;

namespace McpAspire.Gateway.Federation;

/// <summary>How servers describe what they have, by their own names, as it was listed last.</summary>
internal interface IServerDefinitions
{
    /// <summary>
    /// The item of a list; one that is not listed is looked for in a new list, unless that has just been read. Null if
    /// the list cannot be had.
    /// </summary>
    ValueTask<ServerDefinition?> FindAsync(
        McpServer server, ListKind kind, string key, CancellationToken cancellationToken);

    /// <summary>Does what finding a name does that is not listed: reads the list anew, unless that has just been done.</summary>
    ValueTask LookAgainAsync(McpServer server, ListKind kind, CancellationToken cancellationToken);
}
