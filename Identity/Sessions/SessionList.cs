using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpAspire.Identity.Keys;
using StackExchange.Redis;

namespace McpAspire.Identity.Sessions;

/// <summary>
/// The sessions of one person or of everyone, each under a public id: a keyed hash of the real one, which is a
/// credential and must not stand in a page.
/// </summary>
internal sealed class SessionList(
    IConnectionMultiplexer redis, SessionRecords records, RedisTicketStore tickets, MasterKey master)
{
    private const int PublicIdBytes = 16;
    private const int PageSize = 256;

    private readonly byte[] _key = master.Derive("McpAspire.Identity.SessionList");

    /// <summary>The sessions of an account, the last used first.</summary>
    public Task<IReadOnlyList<SessionInfo>> OfAsync(Guid accountId, CancellationToken cancellationToken) =>
        ReadAsync(SessionKeys.Of(accountId), int.MaxValue, cancellationToken);

    /// <summary>The sessions of everyone, the last used first; those that end last where there are too many.</summary>
    public Task<IReadOnlyList<SessionInfo>> AllAsync(int max, CancellationToken cancellationToken) =>
        ReadAsync(SessionKeys.All, max, cancellationToken);

    /// <summary>Ends a session; one that is not of the given account is left alone, as if it did not exist.</summary>
    public async Task<bool> EndAsync(string publicId, Guid? onlyOf, CancellationToken cancellationToken)
    {
        var index = onlyOf is { } owner ? SessionKeys.Of(owner) : SessionKeys.All;
        foreach (var id in await IdsAsync(index))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!IsSame(PublicIdOf(id), publicId))
                continue;

            return await tickets.EndAsync(id);
        }

        return false;
    }

    /// <summary>
    /// Ends all sessions and half sign-ins of the account but the session of this request. Returns how many sessions
    /// that were: the index also holds what ran out before its time.
    /// </summary>
    public async Task<int> EndOthersAsync(Guid accountId, HttpContext context)
    {
        var current = CurrentSession.IdOf(context);
        var ended = 0;
        foreach (var id in (await IdsAsync(SessionKeys.Of(accountId))).Where(id => id != current))
            ended += await tickets.EndAsync(id) ? 1 : 0;
        return ended;
    }

    /// <summary>The public id of the session that came with the request.</summary>
    public string? CurrentOf(HttpContext context) => CurrentSession.IdOf(context) is { } id ? PublicIdOf(id) : null;

    private async Task<IReadOnlyList<SessionInfo>> ReadAsync(
        RedisKey index, int max, CancellationToken cancellationToken)
    {
        var found = new List<SessionInfo>();
        foreach (var page in (await IdsAsync(index)).Chunk(PageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var infos = await records.FindAsync(page);
            found.AddRange(page.Zip(infos).Where(pair => pair.Second is not null)
                .Select(pair => Describe(pair.First, pair.Second!)));
            if (found.Count >= max)
                break;
        }

        return [.. found.Take(max).OrderByDescending(session => session.LastSeenAt)];
    }

    private async Task<IReadOnlyList<string>> IdsAsync(RedisKey index) =>
        [.. (await redis.GetDatabase().SortedSetRangeByRankAsync(index, order: Order.Descending))
            .Select(id => id.ToString())];

    private SessionInfo Describe(string id, SessionRecord record) => new(
        PublicIdOf(id), record.AccountId, record.Device, record.Address, record.SignedInAt, record.LastSeenAt,
        record.IsRemembered);

    private string PublicIdOf(string id) => Base64Url.EncodeToString(
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(id)).AsSpan(0, PublicIdBytes));

    private static bool IsSame(string left, string right) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
