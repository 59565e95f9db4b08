using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpAspire.Identity.Keys;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using StackExchange.Redis;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>
/// The answers to the refreshes of the last seconds, sealed, in Redis: a client that lost the connection asks again
/// with a token that is spent, and so may two threads of it at once. Nothing depends on them but comfort, so a Redis
/// that is away costs a client its retry and nobody a login.
/// </summary>
internal sealed partial class RefreshAnswers(
    IConnectionMultiplexer redis,
    MasterKey master,
    IOptions<TokenOptions> options,
    TimeProvider clock,
    ILogger<RefreshAnswers> logger)
{
    private const char Separator = '.';

    /// <summary>How long a loser waits for the winner, which needs some milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static readonly JsonWriterOptions AsTheServerWrites =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SecretBox _box = new(master, "refresh answers");

    private TimeSpan Window => options.Value.RefreshRetryWindow;

    public async Task KeepAsync(RefreshRetry retry, OpenIddictResponse response)
    {
        if (Window == TimeSpan.Zero)
            return;

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, AsTheServerWrites))
            response.WriteTo(json);
        var value = retry.Asker + Separator + _box.Seal(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), retry.Asker);
        try
        {
            await redis.GetDatabase().StringSetAsync(KeyOf(retry), value, Window);
        }
        catch (Exception exception) when (exception is RedisException or RedisTimeoutException)
        {
            // The token is spent by now: whoever gets no answer for this has lost the login.
            LogNotKept(exception.Message);
        }
    }

    /// <summary>
    /// The answer, for which a moment is waited if the winner is still at it. Null for whoever is not the one that it
    /// was given to.
    /// </summary>
    public async Task<byte[]?> FindAsync(RefreshRetry retry, CancellationToken cancellationToken)
    {
        if (Window == TimeSpan.Zero)
            return null;

        var until = clock.GetTimestamp() + (long)(Patience.TotalSeconds * clock.TimestampFrequency);
        try
        {
            RedisValue value;
            while ((value = await redis.GetDatabase().StringGetAsync(KeyOf(retry))).IsNull
                && clock.GetTimestamp() < until)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }

            var mine = retry.Asker + Separator;
            return !value.IsNull && value.ToString() is { } kept && kept.StartsWith(mine, StringComparison.Ordinal)
                ? _box.Open(kept[mine.Length..], retry.Asker)
                : null;
        }
        catch (Exception exception) when (
            exception is RedisException or RedisTimeoutException or CryptographicException or FormatException)
        {
            LogNotFound(exception.Message);
            return null;
        }
    }

    private static RedisKey KeyOf(RefreshRetry retry) => $"idp:refresh:{retry.TokenId}";

    [LoggerMessage(LogLevel.Warning, "The answer to a refresh could not be kept for a retry: {Problem}")]
    private partial void LogNotKept(string problem);

    [LoggerMessage(LogLevel.Warning, "The answer to a refresh could not be found for a retry: {Problem}")]
    private partial void LogNotFound(string problem);
}
