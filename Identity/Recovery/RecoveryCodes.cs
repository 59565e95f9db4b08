using System.Security.Cryptography;
using System.Text;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Recovery;

/// <summary>
/// The recovery codes of accounts. What is stored is a hash under a key of this service, looked up as a whole, so there
/// is nothing to compare byte by byte and nothing to try codes against without the key.
/// </summary>
internal sealed class RecoveryCodes(
    IdentityDatabase database, UserManager<Account> accounts, MasterKey master, TimeProvider clock)
{
    public const int Count = 10;

    private readonly byte[] _key = master.Derive("recovery codes");

    public Task<int> LeftAsync(Guid accountId, CancellationToken cancellationToken) =>
        Unused(accountId).CountAsync(cancellationToken);

    /// <summary>
    /// Makes new codes, and the old ones worthless; null when somebody else changed the account at the same moment.
    /// </summary>
    public async Task<IReadOnlyList<string>?> MakeAsync(Account account, CancellationToken cancellationToken)
    {
        string[] codes = [.. Enumerable.Range(0, Count).Select(_ => RecoveryCodeText.Create())];
        var now = clock.GetUtcNow();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Two requests at once would leave twice as many codes; the second fails here.
        var saved = await accounts.UpdateAsync(account);
        if (saved.IsLostRace())
            return null;

        saved.ThrowIfFailed();
        await database.RecoveryCodes.Where(row => row.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        database.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode
        {
            Id = Guid.NewGuid(),
            AccountId = account.Id,
            Hash = HashOf(account.Id, code),
            CreatedAt = now,
        }));
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return codes;
    }

    /// <summary>Whether the code is one of the account's and unused. One statement decides, on any replica.</summary>
    public async Task<bool> RedeemAsync(Guid accountId, string code, CancellationToken cancellationToken)
    {
        var hash = HashOf(accountId, code);
        DateTimeOffset? now = clock.GetUtcNow();
        return await Unused(accountId).Where(row => row.Hash == hash)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.UsedAt, now), cancellationToken) == 1;
    }

    /// <summary>Those of the codes that the account has and has not used.</summary>
    public async Task<IReadOnlyList<string>> OwnAsync(
        Guid accountId, IEnumerable<string> codes, CancellationToken cancellationToken)
    {
        // One code can be written in several ways.
        var hashes = new Dictionary<string, string>();
        foreach (var code in codes.Take(Count))
            hashes.TryAdd(HashOf(accountId, code), code);
        var known = await Unused(accountId).Where(row => hashes.Keys.Contains(row.Hash))
            .Select(row => row.Hash).ToListAsync(cancellationToken);
        return [.. hashes.Where(pair => known.Contains(pair.Key)).Select(pair => pair.Value)];
    }

    private IQueryable<RecoveryCode> Unused(Guid accountId) =>
        database.RecoveryCodes.Where(row => row.AccountId == accountId && row.UsedAt == null);

    private string HashOf(Guid accountId, string code) => Convert.ToHexStringLower(
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{accountId:N}:{RecoveryCodeText.Normalize(code)}")));
}
