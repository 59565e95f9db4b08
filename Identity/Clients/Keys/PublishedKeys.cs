using System.Collections.Concurrent;
using System.Collections.Frozen;
using McpAspire.Identity.Clients.Configured;
using McpAspire.Identity.Clients.Documents;
using McpAspire.Identity.Outbound.Keys;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.Clients.Keys;

/// <summary>
/// The keys that configured clients publish at an address of theirs (RFC 7591, section 2, <c>jwks_uri</c>).
/// </summary>
internal sealed partial class PublishedKeys(
    IOptions<ConfiguredClients> configured,
    IOptions<DocumentOptions> documents,
    TimeProvider clock,
    ILogger<PublishedKeys> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, RemoteKeys> _keys = new(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, Uri> _addresses = AddressesOf(configured.Value);

    private readonly RemoteKeyFetcher _fetcher = new(
        AddressesOf(configured.Value).Values, documents.Value.TrustedAuthorities, clock);

    public bool Has(string clientId) => _addresses.ContainsKey(clientId);

    /// <summary>The keys that may have signed an assertion of this client with this key id.</summary>
    public Task<IReadOnlyList<JsonWebKey>> FindAsync(
        string clientId, string? id, CancellationToken cancellationToken) =>
        _keys.GetOrAdd(clientId, _ => new RemoteKeys(clock))
            .FindAsync(id, () => TryReadAsync(clientId), cancellationToken);

    public void Dispose() => _fetcher.Dispose();

    private static FrozenDictionary<string, Uri> AddressesOf(ConfiguredClients configured) => configured.Clients
        .Where(client => !string.IsNullOrWhiteSpace(client.Value.JwksUri))
        .ToFrozenDictionary(client => client.Value.IdOr(client.Key), client => new Uri(client.Value.JwksUri!));

    private async Task<JsonWebKeySet?> TryReadAsync(string clientId)
    {
        try
        {
            return await _fetcher.ReadAsync(_addresses[clientId], CancellationToken.None);
        }
        catch (InvalidDataException exception)
        {
            LogFailed(clientId, exception.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The keys of the client {ClientId} could not be read: {Problem}")]
    private partial void LogFailed(string clientId, string problem);
}
