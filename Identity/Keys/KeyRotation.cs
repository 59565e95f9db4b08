using McpAspire.Identity.Audit;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Keys;

/// <summary>
/// Changes the keys of the token server. A new key is published first and used later, so that nobody meets a token
/// whose key they cannot know; an old one stays until nothing that it made can be valid.
/// </summary>
internal sealed partial class KeyRotation(
    TokenKeyTable table,
    TokenKeySafe safe,
    KeySchedule schedule,
    KeyFiles files,
    KeyRing ring,
    IOptions<KeyRotationOptions> options,
    AuditLog audit,
    TimeProvider clock,
    ILogger<KeyRotation> logger)
{
    private static readonly TokenKeyUse[] Uses = [TokenKeyUse.Signing, TokenKeyUse.Encryption];

    public Task<IReadOnlyList<TokenKey>> ListAsync(CancellationToken cancellationToken) =>
        table.ReadAllAsync(cancellationToken);

    /// <summary>Makes a new key for each use, and returns the signing one.</summary>
    /// <param name="publishBefore">
    /// How long it is published before it signs; null as configured, and never too short for every replica to learn of
    /// it.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TokenKey> RotateAsync(TimeSpan? publishBefore, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var least = 2 * options.Value.PollInterval;
        var ahead = publishBefore ?? options.Value.PublishBefore;
        var activeAt = now + (ahead > least ? ahead : least);
        var added = await table.ChangeAsync(rows => Successors(rows, now, activeAt), cancellationToken);
        return await ToldAsync(added, "published, and to be used later", cancellationToken);
    }

    /// <summary>
    /// For a key that somebody else has got: the new ones are used at once, and all others are gone together with every
    /// token that they made. Everybody has to sign in again with every client.
    /// </summary>
    public async Task<TokenKey> ReplaceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var added = await table.ChangeAsync(
            rows =>
            {
                foreach (var row in rows.Where(row => !(row.RetiredAt <= now)))
                    End(row, now);
                return [.. Uses.Select(use => safe.Create(use, now, now))];
            },
            cancellationToken);
        return await ToldAsync(added, "all others dropped at once", cancellationToken);
    }

    /// <summary>Makes the first keys, or takes them over from the files of an earlier version.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if ((await table.ReadAllAsync(cancellationToken)).Count == 0)
        {
            var now = clock.GetUtcNow();
            var added = await table.ChangeAsync(
                rows => [.. Uses.Where(use => rows.All(row => row.Use != use)).Select(use => First(use, now))],
                cancellationToken);
            if (added.Count > 0)
                LogFirst(added.Count);
        }

        if (files.Exist)
            await RemoveFilesAsync(cancellationToken);
    }

    /// <summary>
    /// Makes the next keys when it is time, and forgets the secrets of retired ones. Looks at rows that were read a
    /// moment ago, and reads them again only to change them.
    /// </summary>
    public async Task KeepScheduleAsync(IReadOnlyList<TokenKey> rows, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (rows.Any(row => IsOver(row, now)))
            await table.ChangeAsync(
                all =>
                {
                    foreach (var row in all.Where(row => IsOver(row, now)))
                        End(row, row.RetiredAt!.Value);
                    return [];
                },
                cancellationToken);
        if (!IsDue(rows, now))
            return;

        var activeAt = now + options.Value.PublishBefore;
        var added = await table.ChangeAsync(
            all => IsDue(all, now) ? Successors(all, now, activeAt) : [], cancellationToken);
        if (added.Count > 0)
            await ToldAsync(added, "by schedule", cancellationToken);
    }

    private List<TokenKey> Successors(IReadOnlyList<TokenKey> rows, DateTimeOffset now, DateTimeOffset activeAt)
    {
        List<TokenKey> added = [.. Uses.Select(use => safe.Create(use, now, activeAt))];
        schedule.Retire(rows.Where(row => !(row.RetiredAt <= now)).Concat(added));
        return added;
    }

    private TokenKey First(TokenKeyUse use, DateTimeOffset now) => use switch
    {
        TokenKeyUse.Signing when files.ReadSigningKey() is { } pem => safe.ImportSigningKey(pem, now),
        TokenKeyUse.Encryption when files.ReadEncryptionKey() is { } key => safe.ImportEncryptionKey(key, now),
        _ => safe.Create(use, now, now),
    };

    /// <summary>Only when what is in the database opens: nothing but the files could mend it otherwise.</summary>
    private async Task RemoveFilesAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var row in (await table.ReadSealedAsync(cancellationToken)).Where(row => !(row.RetiredAt <= now)))
            safe.Open(row);
        files.Remove();
        LogImported();
    }

    private bool IsDue(IReadOnlyList<TokenKey> rows, DateTimeOffset now) =>
        rows.Where(row => row.Use is TokenKeyUse.Signing).Max(row => (DateTimeOffset?)row.ActiveAt) is { } newest
        && now >= newest + options.Value.RotationInterval - options.Value.PublishBefore;

    private static bool IsOver(TokenKey row, DateTimeOffset now) => row.RetiredAt <= now && row.SealedKey.Length > 0;

    private static void End(TokenKey row, DateTimeOffset at)
    {
        row.RetiredAt = at;
        row.SealedKey = string.Empty;
    }

    private async Task<TokenKey> ToldAsync(
        IReadOnlyList<TokenKey> added, string how, CancellationToken cancellationToken)
    {
        var signing = added.First(key => key.Use is TokenKeyUse.Signing);
        LogRotated(signing.Id, signing.ActiveAt, how);
        await audit.RecordAsync(new AuditEvent(AuditKind.KeysRotated) { Detail = $"{signing.Id}: {how}" });
        await ring.ReloadAsync(cancellationToken);
        return signing;
    }

    [LoggerMessage(LogLevel.Information, "Made {Count} keys of the token server")]
    private partial void LogFirst(int count);

    [LoggerMessage(LogLevel.Warning, "The keys of the token server change: {Key} is used from {ActiveAt} on, {How}")]
    private partial void LogRotated(string key, DateTimeOffset activeAt, string how);

    [LoggerMessage(LogLevel.Information, "The key files of an earlier version were taken over and removed")]
    private partial void LogImported();
}
