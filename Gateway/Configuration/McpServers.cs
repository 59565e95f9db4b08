using System.Collections.Frozen;

namespace McpAspire.Gateway.Configuration;

/// <summary>The servers of one accepted configuration. It never changes; a reload makes another one.</summary>
internal sealed class McpServers(McpOptions options, long version)
{
    private readonly FrozenDictionary<string, McpServer> _byName = options.Servers.ToFrozenDictionary(
        entry => entry.Key, entry => Server(entry.Key, entry.Value, options), StringComparer.Ordinal);

    /// <summary>Grows with every configuration that was accepted.</summary>
    public long Version => version;

    public IReadOnlyCollection<McpServer> All => _byName.Values;

    public McpServer? Find(string name) => _byName.GetValueOrDefault(name);

    private static McpServer Server(string name, ServerOptions server, McpOptions options) => new(
        name,
        $"{options.PublicOrigin}{McpServerCatalogue.PathPrefix}{name}",
        $"{options.PublicOrigin}{McpServerCatalogue.MetadataPrefix}{McpServerCatalogue.PathPrefix}{name}",
        [new Uri(server.Url!), .. server.Urls.Select(url => new Uri(url))],
        server.Timeout ?? options.BackendTimeout,
        server);
}
