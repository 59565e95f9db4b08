using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>An item of the federation.</summary>
/// <param name="Key">Its name, URI or template there.</param>
/// <param name="Item">What its server says of it.</param>
/// <param name="Tool">What the configuration says of it.</param>
internal sealed record ListEntry(string Key, ListItem Item, ToolOptions? Tool);
