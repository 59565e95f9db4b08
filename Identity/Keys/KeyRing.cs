using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace McpAspire.Identity.Keys;

/// <summary>
/// The keys that are in use at this moment, opened. Tells the token server when they change, which builds its options
/// anew then: at once, without a restart, and without a request noticing.
/// </summary>
internal sealed partial class KeyRing(
    IServiceScopeFactory scopes,
    TokenKeySafe safe,
    TimeProvider clock,
    ILogger<KeyRing> logger) : IOptionsChangeTokenSource<OpenIddictServerOptions>
{
    private readonly ConcurrentDictionary<string, SecurityKey> _opened = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1);
    private volatile KeySet? _current;
    private ConfigurationReloadToken _change = new();

    public string Name => Options.DefaultName;

    public KeySet Current => _current
        ?? throw new InvalidOperationException("The keys of the token server have not been read yet.");

    public IChangeToken GetChangeToken() => Volatile.Read(ref _change);

    /// <summary>
    /// Reads the table, and changes over if another key is active or known than before. Returns what it read, so that
    /// nobody has to read it again.
    /// </summary>
    /// <exception cref="CryptographicException">A key cannot be opened; the ones known so far stay in use.</exception>
    public async Task<IReadOnlyList<TokenKey>> ReloadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            await using var scope = scopes.CreateAsyncScope();
            var rows = await scope.ServiceProvider.GetRequiredService<TokenKeyTable>()
                .ReadSealedAsync(cancellationToken);
            var next = new KeySet(
                Open(KeySchedule.InOrder(rows, TokenKeyUse.Signing, now)),
                Open(KeySchedule.InOrder(rows, TokenKeyUse.Encryption, now)));
            if (next.Signing.Count == 0 || next.Encryption.Count == 0)
                throw new CryptographicException("The database holds no key of the token server.");
            if (_current is { } known && known.IsSameAs(next))
                return rows;

            _current = next;
            Forget(next);
            LogChanged(next.Signing[0].KeyId, next.Signing.Count);
            Interlocked.Exchange(ref _change, new ConfigurationReloadToken()).OnReload();
            return rows;
        }
        finally
        {
            _gate.Release();
        }
    }

    private List<SecurityKey> Open(IReadOnlyList<TokenKey> rows) =>
        [.. rows.Select(row => _opened.GetOrAdd(row.Id, _ => safe.Open(row)))];

    /// <summary>What was retired is not kept in memory either.</summary>
    private void Forget(KeySet used)
    {
        foreach (var (id, key) in _opened)
        {
            if (!used.Signing.Contains(key) && !used.Encryption.Contains(key))
                _opened.TryRemove(id, out _);
        }
    }

    [LoggerMessage(LogLevel.Information, "Tokens are signed with {Key}; {Count} signing keys are published")]
    private partial void LogChanged(string key, int count);
}
