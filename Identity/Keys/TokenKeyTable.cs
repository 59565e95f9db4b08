using System.Data;
using System.Data.Common;
using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Keys;

/// <summary>
/// The rows, changed by one replica at a time: what one decides from what it read, no other has changed meanwhile.
/// </summary>
internal sealed class TokenKeyTable(IdentityDatabase database)
{
    private const int Attempts = 10;

    /// <summary>All whose secrets are there: those in use, and retired ones that have to be cleared yet.</summary>
    public async Task<IReadOnlyList<TokenKey>> ReadSealedAsync(CancellationToken cancellationToken) =>
        await database.TokenKeys.AsNoTracking().Where(key => key.SealedKey != string.Empty)
            .OrderBy(key => key.ActiveAt).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<TokenKey>> ReadAllAsync(CancellationToken cancellationToken) =>
        await database.TokenKeys.AsNoTracking().OrderBy(key => key.ActiveAt).ToListAsync(cancellationToken);

    /// <summary>
    /// Changes the rows that it is given, and adds those that it returns. Runs again when another replica was first.
    /// </summary>
    public async Task<IReadOnlyList<TokenKey>> ChangeAsync(
        Func<IReadOnlyList<TokenKey>, IReadOnlyList<TokenKey>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                database.ChangeTracker.Clear();
                // On SQLite this waits for others to write; on PostgreSQL the later of two fails, and sees the first.
                await using var transaction = await database.Database.BeginTransactionAsync(
                    IsolationLevel.Serializable, cancellationToken);
                var rows = await database.TokenKeys.OrderBy(key => key.ActiveAt).ToListAsync(cancellationToken);
                var added = change(rows);
                database.TokenKeys.AddRange(added);
                await database.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return added;
            }
            catch (Exception exception) when (attempt < Attempts && IsLostRace(exception))
            {
                // The other replica has committed, so this one reads on.
            }
        }
    }

    private static bool IsLostRace(Exception? exception) =>
        exception is not null
        && (exception is DbUpdateException or DbException { IsTransient: true }
            || IsLostRace(exception.InnerException));
}
