using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpAspire.Identity.Perimeter;
using StackExchange.Redis;

namespace McpAspire.Identity.Regulation;

/// <summary>
/// Decides whether somebody may try another password, code or passkey. An attempt is counted before anything is
/// compared, so that guesses sent in parallel count as well, and given back when it succeeds.
/// </summary>
internal sealed class Regulator(IConnectionMultiplexer redis)
{
    public const int Attempts = 10;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>
    /// From all addresses together, for a factor that is asked only of those who proved another: an attacker with many
    /// addresses has a few codes per million at a time, and only somebody with the password can use this up.
    /// </summary>
    public const int AttemptsFromAnywhere = 30;
    public static readonly TimeSpan WindowFromAnywhere = TimeSpan.FromHours(1);

    private IDatabase Redis => redis.GetDatabase();

    /// <summary>
    /// Whether the attempt may be looked at. The subject is what identifies the person at this step: the name that was
    /// typed, or the id of an account that proved another factor.
    /// </summary>
    public async Task<bool> TryTakeAsync(HttpContext context, SignInFactor factor, string subject)
    {
        var isAllowed = await CountAsync(Key(context, factor, subject), Window) <= Attempts;
        if (factor is SignInFactor.Password or SignInFactor.Passkey)
            return isAllowed;
        return isAllowed
            && await CountAsync(KeyFromAnywhere(factor, subject), WindowFromAnywhere) <= AttemptsFromAnywhere;
    }

    /// <summary>The attempt was right: the failures before it are forgotten, those of others are not.</summary>
    public async Task SucceedAsync(HttpContext context, SignInFactor factor, string subject)
    {
        await Redis.KeyDeleteAsync(Key(context, factor, subject));
        if (factor is not (SignInFactor.Password or SignInFactor.Passkey))
            await Redis.StringDecrementAsync(KeyFromAnywhere(factor, subject));
    }

    /// <summary>The attempt was wrong, or not allowed; returns when it may be answered.</summary>
    public Task FailAsync(HttpContext context, SignInFactor factor, string subject) => Task.CompletedTask;

    private async Task<long> CountAsync(RedisKey key, TimeSpan window)
    {
        var transaction = Redis.CreateTransaction();
        var count = transaction.StringIncrementAsync(key);
        _ = transaction.KeyExpireAsync(key, window, ExpireWhen.HasNoExpiry);
        await transaction.ExecuteAsync();
        return await count;
    }

    private static RedisKey Key(HttpContext context, SignInFactor factor, string subject) =>
        $"idp:attempts:{factor}:{Digest(subject)}:{ClientAddress.Of(context)}";

    private static RedisKey KeyFromAnywhere(SignInFactor factor, string subject) =>
        $"idp:attempts:{factor}:{Digest(subject)}";

    /// <summary>The name is whatever somebody typed: a password in the wrong field, or a megabyte.</summary>
    private static string Digest(string subject) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(subject.ToUpperInvariant())));
}
