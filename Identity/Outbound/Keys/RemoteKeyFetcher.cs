using System.Text;
using McpAspire.Identity.Clients.Keys;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.Outbound.Keys;

/// <summary>
/// Reads key sets from where the operator says they are. That may well be in the own network; what comes from there is
/// small, quick and from that very address all the same.
/// </summary>
internal sealed class RemoteKeyFetcher(IEnumerable<Uri> addresses, string? trustedAuthorities, TimeProvider clock)
    : IDisposable
{
    private static readonly FetchLimits Limits = new(64 * 1024, TimeSpan.FromSeconds(5));

    private readonly DocumentFetcher _fetcher = new(
        OutboundHttp.NewClient(
            new OutboundRules
            {
                AllowPrivateAddresses = true,
                Ports = [.. addresses.Select(address => address.Port)],
            },
            trustedAuthorities),
        clock);

    /// <summary>The keys, or an exception that says in its message why there are none.</summary>
    public async Task<JsonWebKeySet> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        var document = await _fetcher.FetchAsync(address, Limits, etag: null, cancellationToken);
        return document.Body is { } body
            ? Parse(Encoding.UTF8.GetString(body))
            : throw new InvalidDataException(document.Problem);
    }

    /// <summary>The same of keys that are at hand.</summary>
    public static JsonWebKeySet Parse(string json) => ClientKeySet.TryRead(json, out var keys, out var problem)
        ? keys
        : throw new InvalidDataException(problem);

    public void Dispose() => _fetcher.Dispose();
}
