using System.Security.Cryptography;
using System.Text.Json;
using McpAspire.Identity.Perimeter;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace McpAspire.Identity.Sessions;

/// <summary>Keeps where each session is used, sealed, for as long as its ticket lives.</summary>
internal sealed class SessionRecords(
    IConnectionMultiplexer redis, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>A page that asks for ten pictures is seen once.</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromMinutes(1);

    private readonly IDataProtector _protector = protection.CreateProtector("McpAspire.Identity.SessionRecords");

    private IDatabase Redis => redis.GetDatabase();

    public Task BeginAsync(string id, AuthenticationTicket ticket, HttpContext context, TimeSpan lifetime)
    {
        var record = new SessionRecord(
            ticket.Principal.AccountId(),
            DeviceName.Of(context.Request.Headers.UserAgent),
            ClientAddress.Of(context),
            ticket.Principal.SignedInAt(),
            clock.GetUtcNow(),
            ticket.Properties.IsPersistent);
        return Redis.StringSetAsync(SessionKeys.Info(id), Seal(record), lifetime);
    }

    /// <summary>Notes that the session of this request is used now, and from where.</summary>
    public async Task TouchAsync(HttpContext context)
    {
        if (CurrentSession.IdOf(context) is not { } id
            || Open(await Redis.StringGetAsync(SessionKeys.Info(id))) is not { } record)
        {
            return;
        }

        var now = clock.GetUtcNow();
        if (now - record.LastSeenAt < Resolution)
            return;

        var seen = record with { LastSeenAt = now, Address = ClientAddress.Of(context) };
        // Only where it still is: a session that was ended at this moment is not listed again.
        await Redis.StringSetAsync(SessionKeys.Info(id), Seal(seen), Expiration.KeepTtl, ValueCondition.Exists);
    }

    public async Task<IReadOnlyList<SessionRecord?>> FindAsync(IReadOnlyList<string> ids) =>
        ids.Count == 0 ? [] : [.. (await Redis.StringGetAsync([.. ids.Select(SessionKeys.Info)])).Select(Open)];

    private byte[] Seal(SessionRecord record) =>
        _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(record, SessionJson.Default.SessionRecord));

    private SessionRecord? Open(RedisValue value)
    {
        if (value.IsNull)
            return null;

        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect((byte[])value!), SessionJson.Default.SessionRecord);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
