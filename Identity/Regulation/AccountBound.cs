using StackExchange.Redis;

namespace McpAspire.Identity.Regulation;

/// <summary>
/// Bounds, from all addresses together, a factor that is asked only of those who proved another: an attacker with many
/// addresses has a few codes per million at a time, and only somebody with the password can use this up.
/// </summary>
internal sealed class AccountBound(IConnectionMultiplexer redis)
{
    public const int Attempts = 30;
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private IDatabase Redis => redis.GetDatabase();

    public async Task<bool> TryTakeAsync(SignInFactor factor, string subject)
    {
        if (!Bounds(factor))
            return true;

        var key = Key(factor, subject);
        var transaction = Redis.CreateTransaction();
        var count = transaction.StringIncrementAsync(key);
        _ = transaction.KeyExpireAsync(key, Window, ExpireWhen.HasNoExpiry);
        await transaction.ExecuteAsync();
        return await count <= Attempts;
    }

    public Task GiveBackAsync(SignInFactor factor, string subject) =>
        Bounds(factor) ? Redis.StringDecrementAsync(Key(factor, subject)) : Task.CompletedTask;

    /// <summary>A password, or a passkey in its place, can be tried by anybody who knows the name.</summary>
    private static bool Bounds(SignInFactor factor) => factor is not (SignInFactor.Password or SignInFactor.Passkey);

    private static RedisKey Key(SignInFactor factor, string subject) =>
        $"idp:attempts:{factor}:{SubjectDigest.Of(subject)}";
}
