using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>Whether an item, in its server's own names, is in a caller's list.</summary>
internal delegate bool ItemFilter(McpServer server, ListKind kind, ListItem item);
