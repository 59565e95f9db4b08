namespace McpAspire.Gateway.Federation.Lists;

/// <summary>How lists are read and shown.</summary>
/// <param name="PageSize">How many items a page of the federation has at most.</param>
/// <param name="Timeout">How long a server may take to all pages of one list.</param>
internal sealed record ListSettings(int PageSize, TimeSpan Timeout);
