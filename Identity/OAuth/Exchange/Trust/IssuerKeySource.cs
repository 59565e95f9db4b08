using McpAspire.Identity.Clients.Documents;
using McpAspire.Identity.Outbound.Keys;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.OAuth.Exchange.Trust;

/// <summary>Reads the keys of an issuer from where the operator says they are.</summary>
internal sealed class IssuerKeySource(
    IOptions<TrustedIssuersOptions> issuers, IOptions<DocumentOptions> documents, TimeProvider clock) : IDisposable
{
    private readonly RemoteKeyFetcher _fetcher = new(
        issuers.Value.TrustedIssuers.Select(AddressOf).OfType<Uri>(), documents.Value.TrustedAuthorities, clock);

    /// <summary>The keys, or an exception that says in its message why there are none.</summary>
    public async Task<JsonWebKeySet> ReadAsync(TrustedIssuer issuer, CancellationToken cancellationToken) =>
        issuer.KeyPlaces().Single() switch
        {
            nameof(TrustedIssuer.Jwks) => RemoteKeyFetcher.Parse(issuer.Jwks!),
            nameof(TrustedIssuer.JwksFile) => RemoteKeyFetcher.Parse(
                await File.ReadAllTextAsync(issuer.JwksFile!, cancellationToken)),
            _ => await _fetcher.ReadAsync(AddressOf(issuer)!, cancellationToken),
        };

    public void Dispose() => _fetcher.Dispose();

    private static Uri? AddressOf(TrustedIssuer issuer) =>
        string.IsNullOrWhiteSpace(issuer.JwksUri) ? null : new Uri(issuer.JwksUri);
}
