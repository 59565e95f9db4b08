using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Revocation;

/// <summary>
/// The access tokens that were revoked and have not expired, from the database alone: while Redis is away nobody can
/// sign in, and all the less may somebody stay in who was put out.
/// </summary>
internal sealed class RevokedTokens(IdentityDatabase database, TimeProvider clock)
{
    /// <summary>For a gateway whose clock is behind.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Their ids, which tokens carry as <c>oi_tkn_id</c>, in order.</summary>
    public async Task<string[]> ReadAsync(CancellationToken cancellationToken)
    {
        var living = (clock.GetUtcNow() - ClockSkew).UtcDateTime;
        var unexpired = database.Set<OpenIddictEntityFrameworkCoreToken>().AsNoTracking()
            .Where(token => token.Type == TokenTypeIdentifiers.AccessToken && token.ExpirationDate > living);
        // Two questions, because one with "or" could not be answered from the index.
        var revoked = unexpired.Where(token => token.Status == Statuses.Revoked).Select(token => token.Id!);
        var ofRevoked = unexpired
            .Where(token => token.Status == Statuses.Valid && token.Authorization!.Status == Statuses.Revoked)
            .Select(token => token.Id!);
        var ids = await revoked.Concat(ofRevoked).ToArrayAsync(cancellationToken);
        Array.Sort(ids, StringComparer.Ordinal);
        return ids;
    }
}
