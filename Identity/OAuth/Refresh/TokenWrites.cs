using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>What a token request changes: the spent token and the new ones, together or not at all.</summary>
internal sealed class TokenWrites(IdentityDatabase database, TimeProvider clock)
{
    /// <summary>Whether new entries wait for the end of the request.</summary>
    public bool AreHeld { get; private set; }

    public void Hold() => AreHeld = true;

    public Task WriteAsync(CancellationToken cancellationToken)
    {
        AreHeld = false;
        return database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Whether everything was written. If not, nothing was: the token was spent, or its login revoked, since it was
    /// looked at. The row decides, so this holds for all replicas.
    /// </summary>
    public async Task<bool> TryWriteAsync(string spentTokenId, CancellationToken cancellationToken)
    {
        AreHeld = false;
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await TrySpendAsync(spentTokenId, cancellationToken))
        {
            database.ChangeTracker.Clear();
            return false;
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<bool> TrySpendAsync(string id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var stamp = Guid.NewGuid().ToString();
        // The condition names this row alone: PostgreSQL looks at it again once another request has let go of it, and
        // would take a joined row as it was before.
        var spent = await database.Set<OpenIddictEntityFrameworkCoreToken>()
            .Where(token => token.Id == id && token.Status == Statuses.Valid)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(token => token.Status, Statuses.Redeemed)
                    .SetProperty(token => token.RedemptionDate, now)
                    .SetProperty(token => token.ConcurrencyToken, stamp),
                cancellationToken);
        return spent == 1 && !await database.Set<OpenIddictEntityFrameworkCoreToken>().AnyAsync(
            token => token.Id == id && token.Authorization != null && token.Authorization.Status != Statuses.Valid,
            cancellationToken);
    }
}
