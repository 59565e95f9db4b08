using System.Collections.Concurrent;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.OAuth.Exchange.Trust;

/// <summary>
/// Keeps the keys of trusted issuers. A key id that is not among them is looked for once more, since issuers change
/// their keys; but only so often, because anybody can invent key ids.
/// </summary>
internal sealed partial class IssuerKeys(IssuerKeySource source, TimeProvider clock, ILogger<IssuerKeys> logger)
{
    /// <summary>After this long keys are read again, so that those that were withdrawn go.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>For this long keys are used on while an issuer cannot be reached.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(6);

    /// <summary>Between two questions to one issuer.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, HeldKeys> _held = new(StringComparer.Ordinal);

    /// <summary>The keys that may have signed a token of this issuer with this key id.</summary>
    public async Task<IReadOnlyList<JsonWebKey>> FindAsync(
        TrustedIssuer issuer, string? id, CancellationToken cancellationToken)
    {
        var held = _held.GetOrAdd(issuer.Issuer, _ => new HeldKeys());
        var found = held.Find(id, Fresh, clock.GetUtcNow());
        if (found.Count > 0)
            return found;

        await held.Turn.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            found = held.Find(id, Fresh, now);
            if (found.Count > 0)
                return found;
            if (held.AskedAt is not { } asked || now - asked >= Pause)
                await ReadAsync(issuer, held, now);
            return held.Find(id, Kept, now);
        }
        finally
        {
            held.Turn.Release();
        }
    }

    /// <summary>Not cancelled with the request: those who wait for the keys want them, too.</summary>
    private async Task ReadAsync(TrustedIssuer issuer, HeldKeys held, DateTimeOffset now)
    {
        held.AskedAt = now;
        try
        {
            held.Put(await source.ReadAsync(issuer, CancellationToken.None), now);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or InvalidDataException)
        {
            LogFailed(issuer.Issuer, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The keys of the trusted issuer {Issuer} could not be read: {Problem}")]
    private partial void LogFailed(string issuer, string problem);
}
