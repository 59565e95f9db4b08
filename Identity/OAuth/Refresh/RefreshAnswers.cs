using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpAspire.Identity.Keys;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using StackExchange.Redis;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>
/// The answers to the refreshes of the last seconds, sealed, in Redis: a client that lost the connection asks again with
/// a token that is spent, and so may two threads of it at once. Nothing depends on them but comfort, so a Redis that is
/// away costs a client its retry and nobody a login.
/// </summary>
internal sealed partial class RefreshAnswers(
    IConnectionMultiplexer redis,
    MasterKey master,
    IOptions<TokenOptions> options,
    TimeProvider clock,
    ILogger<RefreshAnswers> logger)
{
    /// <summary>Carries the name of the answer through a request that is to have one.</summary>
    public const string Property = "mcpaspire:refresh_answer";

    /// <summary>How long a loser waits for the winner, which needs some milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static readonly JsonWriterOptions AsTheServerWrites =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SecretBox _box = new(master, "refresh answers");

    private TimeSpan Window => options.Value.RefreshRetryWindow;

    /// <summary>
    /// The same name for the same request alone: token, client, scope, resources and the key of a proof (RFC 9449). Only
    /// what proves the client, which has done so by now, may be another the second time.
    /// </summary>
    public static string NameOf(OpenIddictRequest request, HttpRequest http)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var (name, value) in request.GetParameters().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (name is not (OpenIddictConstants.Parameters.ClientSecret
                    or OpenIddictConstants.Parameters.ClientAssertion))
                {
                    json.WriteStringValue(name);
                    json.WriteStringValue(value.ToString());
                }
            }

            json.WriteStringValue(ProofKey.Of(http));
            json.WriteEndArray();
        }

        var digest = SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        return $"idp:refresh:{Convert.ToHexStringLower(digest)}";
    }

    public async Task KeepAsync(string name, OpenIddictResponse response)
    {
        if (Window == TimeSpan.Zero)
            return;

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, AsTheServerWrites))
            response.WriteTo(json);
        try
        {
            await redis.GetDatabase().StringSetAsync(name, _box.Seal(buffer.ToArray(), name), Window);
        }
        catch (Exception exception) when (exception is RedisException or RedisTimeoutException)
        {
            // The token is spent by now: whoever gets no answer for this has lost the login.
            LogNotKept(exception.Message);
        }
    }

    /// <summary>The answer, for which a moment is waited if the winner is still at it.</summary>
    public async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (Window == TimeSpan.Zero)
            return null;

        var until = clock.GetTimestamp() + (long)(Patience.TotalSeconds * clock.TimestampFrequency);
        try
        {
            RedisValue value;
            while ((value = await redis.GetDatabase().StringGetAsync(name)).IsNull && clock.GetTimestamp() < until)
                await Task.Delay(Pause, clock, cancellationToken);
            return value.IsNull ? null : _box.Open(value.ToString(), name);
        }
        catch (Exception exception) when (
            exception is RedisException or RedisTimeoutException or CryptographicException or FormatException)
        {
            LogNotFound(exception.Message);
            return null;
        }
    }

    /// <summary>RFC 6749, section 5.1.</summary>
    public static Task WriteAsync(HttpContext http, byte[] answer)
    {
        var response = http.Response;
        response.ContentType = "application/json;charset=UTF-8";
        response.ContentLength = answer.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        return response.Body.WriteAsync(answer, http.RequestAborted).AsTask();
    }

    [LoggerMessage(LogLevel.Warning, "The answer to a refresh could not be kept for a retry: {Problem}")]
    private partial void LogNotKept(string problem);

    [LoggerMessage(LogLevel.Warning, "The answer to a refresh could not be found for a retry: {Problem}")]
    private partial void LogNotFound(string problem);
}
