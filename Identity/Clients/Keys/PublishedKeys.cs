using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using McpAspire.Identity.Clients.Configured;
using McpAspire.Identity.Clients.Documents;
using McpAspire.Identity.OAuth.Exchange.Trust;
using McpAspire.Identity.Outbound;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.Clients.Keys;

/// <summary>
/// The keys that configured clients publish at an address of theirs (RFC 7591, section 2, <c>jwks_uri</c>). A key id
/// that is not known is looked for once more, since clients change their keys; but only so often, because anybody can
/// invent key ids.
/// </summary>
internal sealed partial class PublishedKeys(
    IOptions<ConfiguredClients> configured,
    IOptions<DocumentOptions> documents,
    TimeProvider clock,
    ILogger<PublishedKeys> logger) : IDisposable
{
    /// <summary>After this long keys are read again, so that those that were withdrawn go.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>For this long keys are used on while they cannot be read.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(6);

    /// <summary>Between two questions to one address.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private static readonly FetchLimits Limits = new(64 * 1024, TimeSpan.FromSeconds(5));

    private readonly ConcurrentDictionary<string, HeldKeys> _held = new(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, Uri> _addresses = AddressesOf(configured.Value);

    /// <summary>The operator wrote the addresses, so they may be in the own network.</summary>
    private readonly DocumentFetcher _fetcher = new(
        OutboundHttp.NewClient(
            new OutboundRules
            {
                AllowPrivateAddresses = true,
                Ports = [.. AddressesOf(configured.Value).Values.Select(address => address.Port)],
            },
            documents.Value.TrustedAuthorities),
        clock);

    public bool Has(string clientId) => _addresses.ContainsKey(clientId);

    /// <summary>The keys that may have signed an assertion of this client with this key id.</summary>
    public async Task<IReadOnlyList<JsonWebKey>> FindAsync(
        string clientId, string? id, CancellationToken cancellationToken)
    {
        var held = _held.GetOrAdd(clientId, _ => new HeldKeys());
        if (held.Find(id, Fresh, clock.GetUtcNow()) is { Count: > 0 } known)
            return known;

        await held.Turn.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (held.Find(id, Fresh, now) is { Count: > 0 } found)
                return found;
            if (held.AskedAt is not { } asked || now - asked >= Pause)
                await ReadAsync(clientId, held, now);
            return held.Find(id, Kept, now);
        }
        finally
        {
            held.Turn.Release();
        }
    }

    public void Dispose() => _fetcher.Dispose();

    private static FrozenDictionary<string, Uri> AddressesOf(ConfiguredClients configured) => configured.Clients
        .Where(client => !string.IsNullOrWhiteSpace(client.Value.JwksUri))
        .ToFrozenDictionary(client => client.Value.IdOr(client.Key), client => new Uri(client.Value.JwksUri!));

    /// <summary>Not cancelled with the request: those who wait for the keys want them, too.</summary>
    private async Task ReadAsync(string clientId, HeldKeys held, DateTimeOffset now)
    {
        held.AskedAt = now;
        var document = await _fetcher.FetchAsync(_addresses[clientId], Limits, etag: null, CancellationToken.None);
        var problem = document.Problem;
        if (document.Body is { } body
            && ClientKeySet.TryRead(Encoding.UTF8.GetString(body), out var keys, out problem))
        {
            held.Put(keys, now);
            return;
        }

        LogFailed(clientId, problem);
    }

    [LoggerMessage(LogLevel.Warning, "The keys of the client {ClientId} could not be read: {Problem}")]
    private partial void LogFailed(string clientId, string? problem);
}
