using McpAspire.Identity.Clients.Keys;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.OAuth.Exchange.Trust;

/// <summary>
/// Reads the keys of an issuer from where the operator says they are. That may well be an address in the own network,
/// and its answer is kept small and short all the same.
/// </summary>
internal sealed class IssuerKeySource : IDisposable
{
    private const int MaxBytes = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Not from the factory, whose clients follow redirects and try again.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = Patience,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <summary>The keys, or an exception that says in its message why there are none.</summary>
    public async Task<JsonWebKeySet> ReadAsync(TrustedIssuer issuer, CancellationToken cancellationToken)
    {
        var json = issuer.KeyPlaces().Single() switch
        {
            nameof(TrustedIssuer.Jwks) => issuer.Jwks!,
            nameof(TrustedIssuer.JwksFile) => await File.ReadAllTextAsync(issuer.JwksFile!, cancellationToken),
            _ => await FetchAsync(new Uri(issuer.JwksUri!), cancellationToken),
        };
        return ClientKeySet.TryRead(json, out var keys, out var problem)
            ? keys
            : throw new InvalidDataException(problem);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(address, cancellationToken);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsStringAsync(cancellationToken)
            : throw new InvalidDataException($"The answer was {(int)response.StatusCode}.");
    }
}
