namespace McpAspire.Identity.Tests.Outbound;

/// <summary>A request as it arrived.</summary>
internal sealed record SeenRequest(string Path, IReadOnlyDictionary<string, string> Headers);
