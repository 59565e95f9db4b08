namespace McpAspire.Gateway.Policy.Variables;

/// <summary>Who calls, as Tailscale's proxy says it in its headers.</summary>
/// <param name="User">The login name, such as <c>ann@example.org</c>; null for tagged nodes.</param>
/// <param name="Name">The display name.</param>
/// <param name="Node">The node's name, where the proxy tells it.</param>
internal sealed record TailnetIdentity(string? User, string? Name, string? Node);
