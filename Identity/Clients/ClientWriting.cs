namespace McpAspire.Identity.Clients;

/// <summary>What writing a client did.</summary>
internal enum ClientWriting
{
    None,
    Added,
    Changed,
}
