namespace McpAspire.Identity.Clients.Administration;

/// <summary>
/// What became of a <see cref="NewClient"/>: its id and its secret, which is told this once, or why it cannot be added.
/// </summary>
internal sealed record AddedClient(string? Id, string? Secret, IReadOnlyList<string> Problems);
