using System.Security.Cryptography;
using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Totp;

/// <summary>The authenticator apps of accounts, and whether a code of theirs is right and unused.</summary>
internal sealed class Authenticators(
    IdentityDatabase database, TotpSecrets secrets, IOptions<TotpOptions> options, TimeProvider clock)
{
    public async Task<IReadOnlyList<Authenticator>> AllAsync(Guid accountId, CancellationToken cancellationToken) =>
        await Confirmed(accountId).AsNoTracking().OrderBy(row => row.Id).ToListAsync(cancellationToken);

    /// <summary>
    /// Whether the code is right; a code is so once only, and takes the older ones of its authenticator with it.
    /// Another authenticator may show the same digits at the same time, and counts its own steps.
    /// </summary>
    public async Task<bool> RedeemAsync(Guid accountId, string code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var authenticator in await AllAsync(accountId, cancellationToken))
        {
            if (StepOf(authenticator, code, now) is { } step
                && await TryAdvanceAsync(authenticator.Id, step, now, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes a secret for the account, in place of offers that were never confirmed.</summary>
    public async Task<Authenticator> OfferAsync(
        Guid accountId, TotpParameters parameters, CancellationToken cancellationToken)
    {
        await database.Authenticators
            .Where(offer => offer.AccountId == accountId && offer.ConfirmedAt == null)
            .ExecuteDeleteAsync(cancellationToken);
        var id = Guid.NewGuid();
        var offer = new Authenticator
        {
            Id = id,
            AccountId = accountId,
            SealedSecret = secrets.Seal(RandomNumberGenerator.GetBytes(parameters.SecretBytes), id),
            Algorithm = parameters.Algorithm,
            Digits = parameters.Digits,
            PeriodSeconds = parameters.PeriodSeconds,
            CreatedAt = clock.GetUtcNow(),
        };
        database.Authenticators.Add(offer);
        await database.SaveChangesAsync(cancellationToken);
        return offer;
    }

    public Task<Authenticator?> FindOfferAsync(Guid accountId, Guid id, CancellationToken cancellationToken) =>
        database.Authenticators.AsNoTracking().SingleOrDefaultAsync(
            offer => offer.Id == id && offer.AccountId == accountId && offer.ConfirmedAt == null, cancellationToken);

    public bool IsCodeOf(Authenticator offer, string code) => StepOf(offer, code, clock.GetUtcNow()) is not null;

    /// <summary>Turns an offer into a factor by its first code, which is spent with that.</summary>
    public async Task<bool> ConfirmAsync(
        Authenticator offer, string code, string name, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (StepOf(offer, code, now) is not { } step)
            return false;

        var changed = await database.Authenticators
            .Where(row => row.Id == offer.Id && row.ConfirmedAt == null)
            .ExecuteUpdateAsync(
                row => row.SetProperty(it => it.ConfirmedAt, now).SetProperty(it => it.LastStep, step)
                    .SetProperty(it => it.LastUsedAt, now).SetProperty(it => it.Name, name),
                cancellationToken);
        return changed == 1;
    }

    public async Task<bool> RenameAsync(Guid accountId, Guid id, string name, CancellationToken cancellationToken) =>
        await Confirmed(accountId).Where(row => row.Id == id)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.Name, name), cancellationToken) == 1;

    public Task RemoveAsync(Guid accountId, Guid id, CancellationToken cancellationToken) =>
        Confirmed(accountId).Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);

    private long? StepOf(Authenticator authenticator, string code, DateTimeOffset now) =>
        TotpCode.StepOf(secrets.Open(authenticator), authenticator.Parameters, code, now, options.Value.Skew);

    /// <summary>One conditional statement, so that of two requests with one code, on any replica, one wins.</summary>
    private async Task<bool> TryAdvanceAsync(
        Guid id, long step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changed = await database.Authenticators
            .Where(row => row.Id == id && row.LastStep < step)
            .ExecuteUpdateAsync(
                row => row.SetProperty(it => it.LastStep, step).SetProperty(it => it.LastUsedAt, now),
                cancellationToken);
        return changed == 1;
    }

    private IQueryable<Authenticator> Confirmed(Guid accountId) =>
        database.Authenticators.Where(row => row.AccountId == accountId && row.ConfirmedAt != null);
}
