namespace McpAspire.Gateway.Configuration;

/// <summary>One server as the outside sees it: an RFC 8707 resource with its metadata document.</summary>
/// <param name="Name">The name in the path and in telemetry.</param>
/// <param name="Resource">The endpoint's URI: the only audience that its tokens may have.</param>
/// <param name="MetadataUrl">Where its RFC 9728 document is.</param>
/// <param name="BackendUrl">The MCP endpoint behind it.</param>
internal sealed record McpServer(string Name, string Resource, string MetadataUrl, Uri BackendUrl);
