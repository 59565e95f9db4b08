using System.Text;
using McpAspire.Identity.Clients.Keys;
using McpAspire.Identity.Outbound;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.OAuth.Exchange.Trust;

/// <summary>
/// Reads the keys of an issuer from where the operator says they are. That may well be in the own network; what comes
/// from there is small, quick and from that very address all the same.
/// </summary>
internal sealed class IssuerKeySource(IOptions<TrustedIssuersOptions> issuers, TimeProvider clock) : IDisposable
{
    private static readonly FetchLimits Limits = new(64 * 1024, TimeSpan.FromSeconds(5));

    private readonly DocumentFetcher _fetcher = new(
        OutboundHttp.NewClient(RulesFor(issuers.Value.TrustedIssuers), trustedAuthorities: null), clock);

    /// <summary>The keys, or an exception that says in its message why there are none.</summary>
    public async Task<JsonWebKeySet> ReadAsync(TrustedIssuer issuer, CancellationToken cancellationToken)
    {
        var json = issuer.KeyPlaces().Single() switch
        {
            nameof(TrustedIssuer.Jwks) => issuer.Jwks!,
            nameof(TrustedIssuer.JwksFile) => await File.ReadAllTextAsync(issuer.JwksFile!, cancellationToken),
            _ => await FetchAsync(AddressOf(issuer)!, cancellationToken),
        };
        return ClientKeySet.TryRead(json, out var keys, out var problem)
            ? keys
            : throw new InvalidDataException(problem);
    }

    public void Dispose() => _fetcher.Dispose();

    private async Task<string> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        var document = await _fetcher.FetchAsync(address, Limits, etag: null, cancellationToken);
        return document.Body is { } body
            ? Encoding.UTF8.GetString(body)
            : throw new InvalidDataException(document.Problem);
    }

    private static OutboundRules RulesFor(IEnumerable<TrustedIssuer> issuers) => new()
    {
        AllowPrivateAddresses = true,
        Ports = [.. issuers.Select(AddressOf).OfType<Uri>().Select(address => address.Port)],
    };

    private static Uri? AddressOf(TrustedIssuer issuer) =>
        string.IsNullOrWhiteSpace(issuer.JwksUri) ? null : new Uri(issuer.JwksUri);
}
