using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpAspire.Identity.OAuth;
using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace McpAspire.Identity.Consent;

/// <summary>
/// Carries a request to the consent page and the answer back. The browser sees random ids only; each answer is good for
/// one redemption, by the person who gave it, for exactly the request that was shown.
/// </summary>
internal sealed class ConsentTickets(IConnectionMultiplexer redis, IDataProtectionProvider protection)
{
    private const int IdBytes = 32;
    private static readonly TimeSpan AskFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AnswerFor = TimeSpan.FromMinutes(1);

    private readonly IDataProtector _protector = protection.CreateProtector("McpAspire.Identity.Consent");

    private IDatabase Redis => redis.GetDatabase();

    /// <summary>Keeps the request, and returns the address of the page that asks about it.</summary>
    public async Task<string> OfferAsync(ConsentRequest request)
    {
        var id = await WriteAsync("ask", request, ConsentJson.Default.ConsentRequest, AskFor);
        return ConsentPage.Path + QueryString.Create("request", id);
    }

    public async Task<ConsentRequest?> FindAsync(string id) =>
        Open(await Redis.StringGetAsync(Key("ask", id)), ConsentJson.Default.ConsentRequest);

    /// <summary>Takes the answer, and returns the address at which the authorization goes on.</summary>
    public async Task<string?> AnswerAsync(string id, ConsentDecision decision)
    {
        var asked = Open(await Redis.StringGetDeleteAsync(Key("ask", id)), ConsentJson.Default.ConsentRequest);
        if (asked is null)
            return null;

        var answer = new ConsentAnswer(asked.AccountId, asked.Query, decision);
        var answerId = await WriteAsync("answer", answer, ConsentJson.Default.ConsentAnswer, AnswerFor);
        return OAuthPaths.Authorize
            + new QueryString(asked.Query).Add(AuthorizationQuery.ConsentParameter, answerId);
    }

    /// <summary>The answer that the request brings along, if it is one to this very request.</summary>
    public async Task<ConsentDecision> RedeemAsync(string? id, ConsentRequest asked)
    {
        if (string.IsNullOrEmpty(id))
            return ConsentDecision.None;

        var answer = Open(await Redis.StringGetDeleteAsync(Key("answer", id)), ConsentJson.Default.ConsentAnswer);
        return answer is not null && answer.AccountId == asked.AccountId && answer.Query == asked.Query
            ? answer.Decision
            : ConsentDecision.None;
    }

    private async Task<string> WriteAsync<T>(string kind, T value, JsonTypeInfo<T> type, TimeSpan lifetime)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var bytes = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(value, type));
        await Redis.StringSetAsync(Key(kind, id), bytes, lifetime);
        return id;
    }

    private T? Open<T>(RedisValue value, JsonTypeInfo<T> type)
        where T : class
    {
        if (value.IsNull)
            return null;

        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect((byte[])value!), type);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static RedisKey Key(string kind, string id) => $"idp:consent-{kind}:{id}";
}
