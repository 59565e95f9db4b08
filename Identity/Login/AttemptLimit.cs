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

    public async Task<bool> TryTakeAsync(HttpContext context, string factor, string subject)
    {
        var key = Key(context, factor, subject);
        var transaction = redis.GetDatabase().CreateTransaction();
        var count = transaction.StringIncrementAsync(key);
        _ = transaction.KeyExpireAsync(key, Window, ExpireWhen.HasNoExpiry);
        await transaction.ExecuteAsync();
        return await count <= Attempts;
    }

    /// <summary>Forgets the failures before a success.</summary>
    public Task ClearAsync(HttpContext context, string factor, string subject) =>
        redis.GetDatabase().KeyDeleteAsync(Key(context, factor, subject));

    private static RedisKey Key(HttpContext context, string factor, string subject)
    {
        // Hashed, because the name is whatever somebody typed: a password in the wrong field, or a megabyte.
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(subject.ToUpperInvariant()));
        return $"idp:attempts:{factor}:{Base64Url.EncodeToString(digest)}:{ClientAddress.Of(context)}";
    }
}
