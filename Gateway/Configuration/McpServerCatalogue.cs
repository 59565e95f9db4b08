using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace McpAspire.Gateway.Configuration;

/// <summary>
/// The configured servers as they are now. Whoever asks twice may get two answers; who needs both to agree keeps
/// <see cref="Current"/>. Addresses are made from the public origin, which does not change while the gateway runs.
/// </summary>
internal sealed class McpServerCatalogue
{
    public const string PathPrefix = "/mcp/";
    public const string FederationPath = "/mcp";
    public const string MetadataPrefix = "/.well-known/oauth-protected-resource";

    /// <summary>What the federation is called in telemetry: no server can have this name.</summary>
    public const string FederationName = "*";

    private readonly Lock _gate = new();
    private volatile McpServers _current;
    private CancellationTokenSource _changed = new();

    public McpServerCatalogue(IOptions<McpOptions> options)
    {
        _current = new McpServers(options.Value, version: 1);
        Federation = new McpServer(
            FederationName,
            $"{options.Value.PublicOrigin}{FederationPath}",
            $"{options.Value.PublicOrigin}{MetadataPrefix}{FederationPath}",
            BackendUrls: [],
            options.Value.BackendTimeout,
            new ServerOptions { Federated = false });
    }

    /// <summary>The servers of the last accepted configuration.</summary>
    public McpServers Current => _current;

    /// <summary>Grows with every configuration that was accepted.</summary>
    public long Version => _current.Version;

    public IReadOnlyCollection<McpServer> Servers => _current.All;

    /// <summary>All federated servers behind one endpoint, which is a resource of its own.</summary>
    public McpServer Federation { get; }

    public McpServer? Find(string name) => _current.Find(name);

    /// <summary>Fires once, after the next accepted configuration has taken effect.</summary>
    public IChangeToken GetChangeToken()
    {
        lock (_gate)
        {
            return new CancellationChangeToken(_changed.Token);
        }
    }

    /// <summary>Takes over the servers of options that have been validated; requests on their way are not touched.</summary>
    /// <exception cref="AggregateException">The servers are taken over, and somebody who listens has failed.</exception>
    public void Replace(McpOptions options)
    {
        CancellationTokenSource changed;
        lock (_gate)
        {
            _current = new McpServers(options, _current.Version + 1);
            changed = _changed;
            _changed = new CancellationTokenSource();
        }

        // Outside the lock: those who listen ask for the next token at once.
        try
        {
            changed.Cancel();
        }
        finally
        {
            changed.Dispose();
        }
    }
}
