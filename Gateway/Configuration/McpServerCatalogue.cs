using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Configuration;

/// <summary>The configured servers; addresses are made from the public origin once, at start.</summary>
internal sealed class McpServerCatalogue(IOptions<McpOptions> options)
{
    public const string PathPrefix = "/mcp/";
    public const string MetadataPrefix = "/.well-known/oauth-protected-resource";

    private readonly FrozenDictionary<string, McpServer> _servers = Read(options.Value);

    public IReadOnlyCollection<McpServer> Servers => _servers.Values;

    public McpServer? Find(string name) => _servers.GetValueOrDefault(name);

    private static FrozenDictionary<string, McpServer> Read(McpOptions options) =>
        options.Servers.ToFrozenDictionary(
            entry => entry.Key,
            entry => new McpServer(
                entry.Key,
                $"{options.PublicOrigin}{PathPrefix}{entry.Key}",
                $"{options.PublicOrigin}{MetadataPrefix}{PathPrefix}{entry.Key}",
                new Uri(entry.Value.Url!)),
            StringComparer.Ordinal);
}
