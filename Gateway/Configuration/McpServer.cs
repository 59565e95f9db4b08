namespace McpAspire.Gateway.Configuration;

/// <summary>One server as the outside sees it: an RFC 8707 resource with its metadata document.</summary>
/// <param name="Name">The name in the path and in telemetry.</param>
/// <param name="Resource">The endpoint's URI: the only audience that its tokens may have.</param>
/// <param name="MetadataUrl">Where its RFC 9728 document is.</param>
/// <param name="BackendUrls">The MCP endpoints behind it, one for each replica; none for the federation.</param>
/// <param name="Timeout">How long a backend may take to its headers, and again to the rest of an answer.</param>
/// <param name="Options">What the configuration says of it.</param>
internal sealed record McpServer(
    string Name,
    string Resource,
    string MetadataUrl,
    IReadOnlyList<Uri> BackendUrls,
    TimeSpan Timeout,
    ServerOptions Options)
{
    /// <summary>What its names begin with in the federation.</summary>
    public string Prefix => Options.Prefix ?? Name;
}
