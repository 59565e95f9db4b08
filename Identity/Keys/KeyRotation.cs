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
    FirstKeys first,
    KeyRing ring,
    IOptions<KeyRotationOptions> options,
    AuditLog audit,
    TimeProvider clock,
    ILogger<KeyRotation> logger)
{
    public Task<IReadOnlyList<TokenKey>> ListAsync(CancellationToken cancellationToken) =>
        table.ReadAllAsync(cancellationToken);

    /// <summary>Makes a new key for each use, and returns the signing one.</summary>
    /// <param name="publishBefore">
    /// How long it is published before it signs; null as configured, and never too short for every replica to learn of
    /// it.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnopenedKeyException">A key that is in use or published does not open.</exception>
    public async Task<TokenKey> RotateAsync(TimeSpan? publishBefore, CancellationToken cancellationToken)
    {
        await first.EnsureAsync(cancellationToken);
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
    /// <exception cref="UnopenedKeyException">Nothing opens with the master key of this process.</exception>
    public async Task<TokenKey> ReplaceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var added = await table.ChangeAsync(
            rows =>
            {
                var living = KeySchedule.Living(rows, now);
                safe.OpenOne(living);
                foreach (var row in living)
                    End(row, now);
                return [.. FirstKeys.Uses.Select(use => safe.Create(use, now, now))];
            },
            cancellationToken);
        return await ToldAsync(added, "all others dropped at once", cancellationToken);
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
        var living = KeySchedule.Living(rows, now);
        safe.OpenAll(living);
        List<TokenKey> added = [.. FirstKeys.Uses.Select(use => safe.Create(use, now, activeAt))];
        schedule.Retire(living.Concat(added));
        return added;
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

    [LoggerMessage(LogLevel.Warning, "The keys of the token server change: {Key} is used from {ActiveAt} on, {How}")]
    private partial void LogRotated(string key, DateTimeOffset activeAt, string how);
}
