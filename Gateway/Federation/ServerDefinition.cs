namespace McpAspire.Gateway.Federation;

/// <summary>What a server's list says of a name.</summary>
/// <param name="IsListed">Whether the name is in the list.</param>
/// <param name="Json">The item; empty if it is not.</param>
internal readonly record struct ServerDefinition(bool IsListed, ReadOnlyMemory<byte> Json);
