using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace McpAspire.Identity.Sessions;

/// <summary>Keeps sessions on the server, sealed; the cookie holds only a random id.</summary>
internal sealed class RedisTicketStore(
    IConnectionMultiplexer redis,
    IDataProtectionProvider protection,
    SessionRecords records,
    TimeProvider clock) : ITicketStore
{
    private const int IdBytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("McpAspire.Identity.Sessions");

    private IDatabase Redis => redis.GetDatabase();

    public Task<string> StoreAsync(AuthenticationTicket ticket) =>
        StoreAsync(ticket, CancellationToken.None);

    public async Task<string> StoreAsync(AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        await WriteAsync(id, ticket);
        return id;
    }

    public async Task<string> StoreAsync(
        AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var id = await StoreAsync(ticket, cancellationToken);
        if (ticket.AuthenticationScheme == SessionSchemes.Session && LifetimeOf(ticket) is { Ticks: > 0 } lifetime)
            await records.BeginAsync(id, ticket, httpContext, lifetime);
        return id;
    }

    /// <summary>A session that was ended meanwhile, by its owner or an administrator, does not come back.</summary>
    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        await WriteAsync(key, ticket, Condition.KeyExists(SessionKeys.Ticket(key)));
        await Redis.KeyExpireAsync(SessionKeys.Info(key), LifetimeOf(ticket));
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => ReadAsync(key);

    /// <summary>
    /// Where a sign-in replaces the session, the old one ends here and is not found: the cookie handler would otherwise
    /// give the new session the old id, which somebody else may have planted (session fixation).
    /// </summary>
    public async Task<AuthenticationTicket?> RetrieveAsync(
        string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        if (!SessionReplacement.IsRequested(httpContext))
        {
            var ticket = await ReadAsync(key);
            // A sign-in that is half-way is kept here, too, and may come with the same request.
            if (ticket?.AuthenticationScheme == SessionSchemes.Session)
                CurrentSession.Set(httpContext, key);
            return ticket;
        }

        await RemoveAsync(key);
        return null;
    }

    public Task RemoveAsync(string key) => EndAsync(key);

    /// <summary>Whether that was a session, and one that had not ended yet. A half sign-in ends as well.</summary>
    public async Task<bool> EndAsync(string key)
    {
        var value = await Redis.StringGetDeleteAsync(SessionKeys.Ticket(key));
        await Redis.KeyDeleteAsync(SessionKeys.Info(key));
        if (Open(value) is not { } ticket)
            return false;

        await Redis.SortedSetRemoveAsync(SessionKeys.Of(ticket.Principal.AccountId()), key);
        await Redis.SortedSetRemoveAsync(SessionKeys.All, key);
        return ticket.AuthenticationScheme == SessionSchemes.Session;
    }

    private async Task WriteAsync(string id, AuthenticationTicket ticket, Condition? condition = null)
    {
        var now = clock.GetUtcNow();
        var absolute = SessionLifetime.EndOf(ticket.Properties) ?? ExpiryOf(ticket);
        var lifetime = LifetimeOf(ticket);
        if (lifetime <= TimeSpan.Zero)
            return;

        var value = _protector.Protect(TicketSerializer.Default.Serialize(ticket));
        var index = SessionKeys.Of(ticket.Principal.AccountId());
        var batch = Redis.CreateTransaction();
        if (condition is not null)
            batch.AddCondition(condition);
        _ = batch.StringSetAsync(SessionKeys.Ticket(id), value, lifetime);
        foreach (var set in (RedisKey[])[index, SessionKeys.All])
        {
            _ = batch.SortedSetAddAsync(set, id, absolute.ToUnixTimeSeconds());
            _ = batch.SortedSetRemoveRangeByScoreAsync(set, double.NegativeInfinity, now.ToUnixTimeSeconds());
        }

        await batch.ExecuteAsync();
    }

    private TimeSpan LifetimeOf(AuthenticationTicket ticket)
    {
        var expires = ExpiryOf(ticket);
        var absolute = SessionLifetime.EndOf(ticket.Properties) ?? expires;
        return (expires < absolute ? expires : absolute) - clock.GetUtcNow();
    }

    private static DateTimeOffset ExpiryOf(AuthenticationTicket ticket) => ticket.Properties.ExpiresUtc
        ?? throw new InvalidOperationException("A session has to have an end: set ExpireTimeSpan.");

    private async Task<AuthenticationTicket?> ReadAsync(string id) =>
        Open(await Redis.StringGetAsync(SessionKeys.Ticket(id)));

    private AuthenticationTicket? Open(RedisValue value)
    {
        if (value.IsNull)
            return null;

        try
        {
            return TicketSerializer.Default.Deserialize(_protector.Unprotect((byte[])value!));
        }
        catch (CryptographicException)
        {
            // The keys changed, or somebody wrote to Redis: such a session is none.
            return null;
        }
    }
}
