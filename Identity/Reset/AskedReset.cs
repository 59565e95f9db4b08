namespace McpAspire.Identity.Reset;

/// <summary>What is known of whoever asked for a link.</summary>
internal sealed record AskedReset(string Typed, string Browser, string Address, string Device);
