using System.Collections.Concurrent;
using McpAspire.Identity.Outbound.Keys;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.OAuth.Exchange.Trust;

/// <summary>The keys of trusted issuers.</summary>
internal sealed partial class IssuerKeys(IssuerKeySource source, TimeProvider clock, ILogger<IssuerKeys> logger)
{
    private readonly ConcurrentDictionary<string, RemoteKeys> _keys = new(StringComparer.Ordinal);

    /// <summary>The keys that may have signed a token of this issuer with this key id.</summary>
    public Task<IReadOnlyList<JsonWebKey>> FindAsync(
        TrustedIssuer issuer, string? id, CancellationToken cancellationToken) =>
        _keys.GetOrAdd(issuer.Issuer, _ => new RemoteKeys(clock))
            .FindAsync(id, () => TryReadAsync(issuer), cancellationToken);

    private async Task<JsonWebKeySet?> TryReadAsync(TrustedIssuer issuer)
    {
        try
        {
            return await source.ReadAsync(issuer, CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or InvalidDataException)
        {
            LogFailed(issuer.Issuer, exception.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The keys of the trusted issuer {Issuer} could not be read: {Problem}")]
    private partial void LogFailed(string issuer, string problem);
}
