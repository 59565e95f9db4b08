using McpAspire.Identity.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Factors;

/// <summary>The second factors of an account, of whatever kind.</summary>
internal sealed class SecondFactors(IdentityDatabase database)
{
    public async Task<EnrolledFactors> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var authenticators = await database.Authenticators.CountAsync(
            row => row.AccountId == accountId && row.ConfirmedAt != null, cancellationToken);
        var passkeys = await Passkeys(accountId).CountAsync(cancellationToken);
        return new EnrolledFactors(authenticators, passkeys);
    }

    /// <summary>Takes everything away that could be the second factor, offers and recovery codes as well.</summary>
    public async Task RemoveAllAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await database.Authenticators.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await Passkeys(accountId).ExecuteDeleteAsync(cancellationToken);
        await database.RecoveryCodes.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
    }

    private IQueryable<IdentityUserPasskey<Guid>> Passkeys(Guid accountId) =>
        database.Set<IdentityUserPasskey<Guid>>().Where(row => row.UserId == accountId);
}
