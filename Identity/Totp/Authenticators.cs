using System.Security.Cryptography;
using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Totp;

/// <summary>The authenticator apps of accounts, and whether a code of theirs is right and unused.</summary>
internal sealed class Authenticators(IdentityDatabase database, TotpSecrets secrets, TimeProvider clock)
{
    public Task<bool> AnyAsync(Guid accountId, CancellationToken cancellationToken) =>
        Confirmed(accountId).AnyAsync(cancellationToken);

    /// <summary>Whether the code is right; a code is so once only, and takes the older ones with it.</summary>
    public async Task<bool> RedeemAsync(Guid accountId, string code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var authenticator in await Confirmed(accountId).AsNoTracking().ToListAsync(cancellationToken))
        {
            if (TotpCode.StepOf(secrets.Open(authenticator), code, now) is { } step
                && await TryAdvanceAsync(authenticator.Id, step, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes a secret for the account, in place of offers that were never confirmed.</summary>
    public async Task<Authenticator> OfferAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await database.Authenticators
            .Where(offer => offer.AccountId == accountId && offer.ConfirmedAt == null)
            .ExecuteDeleteAsync(cancellationToken);
        var id = Guid.NewGuid();
        var offer = new Authenticator
        {
            Id = id,
            AccountId = accountId,
            SealedSecret = secrets.Seal(RandomNumberGenerator.GetBytes(TotpCode.SecretBytes), id),
            CreatedAt = clock.GetUtcNow(),
        };
        database.Authenticators.Add(offer);
        await database.SaveChangesAsync(cancellationToken);
        return offer;
    }

    public Task<Authenticator?> FindOfferAsync(Guid accountId, Guid id, CancellationToken cancellationToken) =>
        database.Authenticators.AsNoTracking().SingleOrDefaultAsync(
            offer => offer.Id == id && offer.AccountId == accountId && offer.ConfirmedAt == null, cancellationToken);

    public bool IsCodeOf(Authenticator offer, string code) =>
        TotpCode.StepOf(secrets.Open(offer), code, clock.GetUtcNow()) is not null;

    /// <summary>Turns an offer into a factor by its first code, which is spent with that.</summary>
    public async Task<bool> ConfirmAsync(Authenticator offer, string code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (TotpCode.StepOf(secrets.Open(offer), code, now) is not { } step)
            return false;

        var changed = await database.Authenticators
            .Where(row => row.Id == offer.Id && row.ConfirmedAt == null)
            .ExecuteUpdateAsync(
                row => row.SetProperty(it => it.ConfirmedAt, now).SetProperty(it => it.LastStep, step),
                cancellationToken);
        return changed == 1;
    }

    /// <summary>One conditional statement, so that of two requests with one code, on any replica, one wins.</summary>
    private async Task<bool> TryAdvanceAsync(Guid id, long step, CancellationToken cancellationToken)
    {
        var changed = await database.Authenticators
            .Where(row => row.Id == id && row.LastStep < step)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.LastStep, step), cancellationToken);
        return changed == 1;
    }

    private IQueryable<Authenticator> Confirmed(Guid accountId) =>
        database.Authenticators.Where(row => row.AccountId == accountId && row.ConfirmedAt != null);
}
