using StackExchange.Redis;

namespace McpAspire.Identity.Mail.Links;

/// <summary>Bounds the mails that one account is sent: anybody can ask for one in its name.</summary>
internal sealed class SentMails(IConnectionMultiplexer redis)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public async Task<bool> TryTakeAsync(Guid accountId, int most)
    {
        RedisKey key = $"idp:mails:{accountId}";
        var transaction = redis.GetDatabase().CreateTransaction();
        var count = transaction.StringIncrementAsync(key);
        _ = transaction.KeyExpireAsync(key, Window, ExpireWhen.HasNoExpiry);
        await transaction.ExecuteAsync();
        return await count <= most;
    }
}
