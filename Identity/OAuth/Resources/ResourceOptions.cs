namespace McpAspire.Identity.OAuth.Resources;

/// <summary>What tokens may be asked for: the resources they open, and the scopes.</summary>
internal sealed class ResourceOptions
{
    public const string Section = "Identity";

    /// <summary>Roots of MCP resources (RFC 8707): each URI itself and the paths below it. At least one.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>
    /// The audience when a client names no resource, which some do not. Without it, such requests are refused.
    /// </summary>
    public string? DefaultResource { get; init; }

    /// <summary>Scopes besides openid, profile, email, groups, offline_access and mcp.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
