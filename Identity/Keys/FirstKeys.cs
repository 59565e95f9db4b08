using System.Security.Cryptography;
using McpAspire.Identity.Startup;

namespace McpAspire.Identity.Keys;

/// <summary>
/// Sees to it that there is a key for each use, and takes over those of the files of an earlier version.
/// </summary>
internal sealed partial class FirstKeys(
    TokenKeyTable table, TokenKeySafe safe, KeyFiles files, TimeProvider clock, ILogger<FirstKeys> logger)
{
    public static readonly IReadOnlyList<TokenKeyUse> Uses = [TokenKeyUse.Signing, TokenKeyUse.Encryption];

    /// <exception cref="UnopenedKeyException">Nothing is made beside a key that does not open.</exception>
    /// <exception cref="StartupException">A file of an earlier version does not hold a key.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (Missing(await table.ReadAllAsync(cancellationToken)).Any())
        {
            var now = clock.GetUtcNow();
            var added = await table.ChangeAsync(
                rows =>
                {
                    safe.OpenAll(KeySchedule.Living(rows, now));
                    return [.. Missing(rows).Select(use => First(use, now))];
                },
                cancellationToken);
            if (added.Count > 0)
                LogFirst(added.Count);
        }

        if (files.Exist)
            await RemoveFilesAsync(cancellationToken);
    }

    private TokenKey First(TokenKeyUse use, DateTimeOffset now) => use switch
    {
        TokenKeyUse.Signing when files.ReadSigningKey() is { } pem =>
            Imported(KeyFiles.Signing, () => safe.ImportSigningKey(pem, now)),
        TokenKeyUse.Encryption when files.ReadEncryptionKey() is { } key =>
            Imported(KeyFiles.Encryption, () => safe.ImportEncryptionKey(key, now)),
        _ => safe.Create(use, now, now),
    };

    private static TokenKey Imported(string file, Func<TokenKey> import)
    {
        try
        {
            return import();
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or ArgumentException)
        {
            throw new StartupException($"{file} in Identity:KeysDirectory does not hold a key. Restore it, or remove "
                + $"it: then a new key is made, and every client has to connect again. ({unreadable.Message})");
        }
    }

    private static IEnumerable<TokenKeyUse> Missing(IReadOnlyList<TokenKey> rows) =>
        Uses.Where(use => rows.All(row => row.Use != use));

    /// <summary>Only when what is in the database opens: nothing but the files could mend it otherwise.</summary>
    private async Task RemoveFilesAsync(CancellationToken cancellationToken)
    {
        safe.OpenAll(KeySchedule.Living(await table.ReadSealedAsync(cancellationToken), clock.GetUtcNow()));
        files.Remove();
        LogImported();
    }

    [LoggerMessage(LogLevel.Information, "The database holds the first {Count} keys of the token server")]
    private partial void LogFirst(int count);

    [LoggerMessage(LogLevel.Information, "The key files of an earlier version were taken over and removed")]
    private partial void LogImported();
}
