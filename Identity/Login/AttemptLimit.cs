using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpAspire.Identity.Perimeter;
using StackExchange.Redis;

namespace McpAspire.Identity.Login;

/// <summary>
/// A bound on guesses: a few attempts per name and address, counted before anything is compared, so that guesses sent
/// in parallel count as well. Per address, because a limit by name alone would let a stranger lock the owner out.
/// </summary>
internal sealed class AttemptLimit(IConnectionMultiplexer redis)
{
    public const int Attempts = 10;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>
    /// From all addresses together, for a factor that is asked only of those who proved another: an attacker with many
    /// addresses has a few codes per million at a time, and only somebody with the password can use this up.
    /// </summary>
    public const int AttemptsFromAnywhere = 30;
    public static readonly TimeSpan WindowFromAnywhere = TimeSpan.FromHours(1);

    public Task<bool> TryTakeAsync(HttpContext context, string factor, string subject) =>
        TryTakeAsync(Key(context, factor, subject), Attempts, Window);

    public Task<bool> TryTakeFromAnywhereAsync(string factor, string subject) =>
        TryTakeAsync(KeyFromAnywhere(factor, subject), AttemptsFromAnywhere, WindowFromAnywhere);

    /// <summary>Takes a success back out of the count; the failures of others stay in it.</summary>
    public Task GiveBackFromAnywhereAsync(string factor, string subject) =>
        redis.GetDatabase().StringDecrementAsync(KeyFromAnywhere(factor, subject));

    /// <summary>Forgets the failures before a success.</summary>
    public Task ClearAsync(HttpContext context, string factor, string subject) =>
        redis.GetDatabase().KeyDeleteAsync(Key(context, factor, subject));

    private async Task<bool> TryTakeAsync(RedisKey key, int attempts, TimeSpan window)
    {
        var transaction = redis.GetDatabase().CreateTransaction();
        var count = transaction.StringIncrementAsync(key);
        _ = transaction.KeyExpireAsync(key, window, ExpireWhen.HasNoExpiry);
        await transaction.ExecuteAsync();
        return await count <= attempts;
    }

    private static RedisKey Key(HttpContext context, string factor, string subject) =>
        $"idp:attempts:{factor}:{Digest(subject)}:{ClientAddress.Of(context)}";

    private static RedisKey KeyFromAnywhere(string factor, string subject) =>
        $"idp:attempts:{factor}:{Digest(subject)}";

    /// <summary>The name is whatever somebody typed: a password in the wrong field, or a megabyte.</summary>
    private static string Digest(string subject) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(subject.ToUpperInvariant())));
}
