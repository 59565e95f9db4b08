using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using McpAspire.Identity.Storage;
using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace McpAspire.Identity.Mail.Links;

/// <summary>
/// Links that stand in mails: 256 random bits, good once. Only their hash is kept, so whoever reads Redis opens
/// nothing.
/// </summary>
internal sealed class MailLinks(IConnectionMultiplexer redis, IDataProtectionProvider protection, TimeProvider clock)
{
    private const int TokenBytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("McpAspire.Identity.MailLinks");

    private IDatabase Redis => redis.GetDatabase();

    /// <summary>Makes a link; what comes back is known to nobody else, and goes into the mail.</summary>
    public async Task<string> OfferAsync(string purpose, MailLink link)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var bytes = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(link, MailLinkJson.Default.MailLink));
        await Redis.StringSetAsync(Key(purpose, token), bytes, link.Until - clock.GetUtcNow());
        return token;
    }

    /// <summary>Looks without using it: programs that check mails follow links before people do.</summary>
    public async Task<MailLink?> FindAsync(string purpose, string? token) =>
        string.IsNullOrEmpty(token) ? null : Open(await Redis.StringGetAsync(Key(purpose, token)));

    /// <summary>Uses it up. Of several who try at once one gets it.</summary>
    public async Task<MailLink?> TakeAsync(string purpose, string? token) =>
        string.IsNullOrEmpty(token) ? null : Open(await Redis.StringGetDeleteAsync(Key(purpose, token)));

    private MailLink? Open(RedisValue value)
    {
        if (value.IsNull)
            return null;

        try
        {
            var link = JsonSerializer.Deserialize(_protector.Unprotect((byte[])value!), MailLinkJson.Default.MailLink);
            return link?.Until > clock.GetUtcNow() ? link : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static RedisKey Key(string purpose, string token) =>
        $"idp:mail-link:{purpose}:{Digest.Of(token)}";
}
