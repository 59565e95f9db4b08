using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace McpAspire.Identity.Consent;

/// <summary>Notes when and from where clients get tokens for a person, at most once a minute for each.</summary>
internal sealed class ClientUses(IdentityDatabase database, IConnectionMultiplexer redis, TimeProvider clock)
{
    private static readonly TimeSpan Resolution = TimeSpan.FromMinutes(1);

    public async Task NoteAsync(HttpContext context, Guid accountId, string clientId)
    {
        var gate = GateOf(accountId, clientId);
        if (!await redis.GetDatabase().StringSetAsync(gate, "1", Resolution, When.NotExists))
            return;

        var now = clock.GetUtcNow();
        var address = ClientAddress.Of(context);
        var known = await Of(accountId, clientId).ExecuteUpdateAsync(
            row => row.SetProperty(use => use.LastAt, now).SetProperty(use => use.LastAddress, address),
            context.RequestAborted);
        if (known > 0)
            return;

        var first = new ClientUse
        {
            AccountId = accountId, ClientId = clientId, FirstAt = now, LastAt = now, LastAddress = address,
        };
        database.ClientUses.Add(first);
        try
        {
            await database.SaveChangesAsync(context.RequestAborted);
        }
        catch (DbUpdateException)
        {
            // Another request was first, which says the same; the token must not fail for it.
            database.Entry(first).State = EntityState.Detached;
        }
    }

    /// <summary>Forgets the client; should it come again, that is a first time.</summary>
    public async Task ForgetAsync(Guid accountId, string clientId, CancellationToken cancellationToken)
    {
        await Of(accountId, clientId).ExecuteDeleteAsync(cancellationToken);
        await redis.GetDatabase().KeyDeleteAsync(GateOf(accountId, clientId));
    }

    private IQueryable<ClientUse> Of(Guid accountId, string clientId) =>
        database.ClientUses.Where(use => use.AccountId == accountId && use.ClientId == clientId);

    /// <summary>A client id may be an address of two thousand characters.</summary>
    private static RedisKey GateOf(Guid accountId, string clientId) =>
        $"idp:client-use:{accountId:N}:{Digest.Of(clientId)}";
}
