using OpenIddict.Abstractions;
using StackExchange.Redis;

namespace McpAspire.Identity.Sessions;

/// <summary>
/// Ends sessions on the server and revokes what was granted in them: refresh tokens stop working at once.
/// </summary>
internal sealed class SignOutEverywhere(
    IConnectionMultiplexer redis,
    IOpenIddictAuthorizationManager authorizations,
    IOpenIddictTokenManager tokens)
{
    /// <summary>Signs one account out, on every device.</summary>
    public async Task<SignedOut> SignOutAsync(Guid accountId, CancellationToken cancellationToken)
    {
        // First what nothing else ends: sessions also end by the new security stamp, should Redis be away.
        var subject = accountId.ToString();
        var revoked = await authorizations.RevokeBySubjectAsync(subject, cancellationToken);
        await tokens.RevokeBySubjectAsync(subject, cancellationToken);
        return new SignedOut(await EndAsync(SessionKeys.Of(accountId)), revoked);
    }

    /// <summary>Signs everyone out.</summary>
    public async Task<SignedOut> SignOutEveryoneAsync(CancellationToken cancellationToken)
    {
        // In the same order, for the same reason.
        var revoked = await authorizations.RevokeAsync(
            subject: null, client: null, OpenIddictConstants.Statuses.Valid, type: null, cancellationToken);
        await tokens.RevokeAsync(
            subject: null, client: null, OpenIddictConstants.Statuses.Valid, type: null, cancellationToken);
        return new SignedOut(await EndAsync(SessionKeys.All), revoked);
    }

    private async Task<long> EndAsync(RedisKey index)
    {
        var database = redis.GetDatabase();
        var ids = await database.SortedSetRangeByRankAsync(index);
        var ended = ids.Length == 0
            ? 0
            : await database.KeyDeleteAsync([.. ids.Select(id => SessionKeys.Ticket(id.ToString()))]);
        await database.KeyDeleteAsync([.. ids.Select(id => SessionKeys.Info(id.ToString()))]);
        await database.SortedSetRemoveAsync(index, ids);
        return ended;
    }
}
