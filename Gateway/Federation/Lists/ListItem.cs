namespace McpAspire.Gateway.Federation.Lists;

/// <summary>A tool, prompt, resource or template as its server describes it.</summary>
/// <param name="Key">Its name, URI or template in the server's terms.</param>
/// <param name="Json">The whole object.</param>
internal sealed record ListItem(string Key, ReadOnlyMemory<byte> Json);
