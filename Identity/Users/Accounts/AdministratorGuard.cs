using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Users.Accounts;

/// <summary>
/// Sees to it that an installation keeps somebody who can administer it. Changes that could end that go one after the
/// other: each looks at what the one before has left.
/// </summary>
internal sealed class AdministratorGuard(IdentityDatabase database)
{
    public const string Problem =
        "This is the last administrator who can sign in. Make somebody else an administrator first.";

    private static readonly string Administrators = Group.Administrators.ToUpperInvariant();

    /// <summary>
    /// Runs a change in a transaction of its own, and takes it back where it fails or leaves no administrator. Whoever
    /// writes the row of the group holds it until the transaction ends: on PostgreSQL other such changes wait there, on
    /// SQLite they wait at the beginning of theirs.
    /// </summary>
    public async Task<string?> RunAsync(Func<Task<string?>> change, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.Roles.Where(group => group.NormalizedName == Administrators).ExecuteUpdateAsync(
            row => row.SetProperty(group => group.ConcurrencyStamp, Guid.NewGuid().ToString()), cancellationToken);
        // What was read before the others were done may be old by now.
        database.ChangeTracker.Clear();
        var had = await AnyAsync(cancellationToken);
        var problem = await change();
        if (problem is null && had && !await AnyAsync(cancellationToken))
            problem = Problem;

        if (problem is null)
            await transaction.CommitAsync(cancellationToken);
        else
            await transaction.RollbackAsync(cancellationToken);
        database.ChangeTracker.Clear();
        return problem;
    }

    private Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        database.UserRoles
            .Where(member => database.Roles.Any(
                group => group.Id == member.RoleId && group.NormalizedName == Administrators))
            .AnyAsync(
                member => database.Users.Any(account => account.Id == member.UserId && account.DisabledAt == null),
                cancellationToken);
}
