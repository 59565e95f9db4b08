using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using McpAspire.Identity.Storage;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// What the replicas have to agree on about documents: how fresh each is, which one could not be read just now, and who
/// reads it at this moment. What a document says is in the database, with the other clients.
/// </summary>
internal sealed class DocumentCache(IConnectionMultiplexer redis, IOptions<DocumentOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Room for two documents and the database.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private IDatabase Redis => redis.GetDatabase();

    private TimeSpan LongestRead => (options.Value.Timeout * 2) + Margin;

    public async Task<DocumentMark?> FindAsync(string clientId)
    {
        var value = await Redis.StringGetAsync(Key("mark", clientId));
        return value.IsNull ? null : JsonSerializer.Deserialize((string)value!, DocumentJson.Default.DocumentMark);
    }

    /// <summary>Kept for as long as it says anything: until it is stale, or until grace for its client ends.</summary>
    public Task KeepAsync(string clientId, DocumentMark mark)
    {
        var until = Max(mark.FreshUntil, mark.ReadAt + options.Value.Grace);
        return Redis.StringSetAsync(
            Key("mark", clientId),
            JsonSerializer.Serialize(mark, DocumentJson.Default.DocumentMark),
            until - clock.GetUtcNow());
    }

    /// <summary>
    /// A document that could not be read is left alone for a moment. Nothing of the answer is kept (section 4.4): it is
    /// a limit on how often we ask.
    /// </summary>
    public Task PauseAsync(string clientId, string problem) =>
        Redis.StringSetAsync(Key("pause", clientId), problem, options.Value.RetryAfter);

    /// <summary>What was wrong when it was last tried, if that was a moment ago.</summary>
    public async Task<string?> PausedForAsync(string clientId) => await Redis.StringGetAsync(Key("pause", clientId));

    /// <summary>Waits for its turn; null if others took longer than reading can take.</summary>
    public async Task<IAsyncDisposable?> TryLockAsync(string clientId, CancellationToken cancellationToken)
    {
        var (key, token) = (Key("lock", clientId), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));
        var started = clock.GetTimestamp();
        while (!await Redis.LockTakeAsync(key, token, LongestRead))
        {
            if (clock.GetElapsedTime(started) > LongestRead)
                return null;
            await Task.Delay(Poll, clock, cancellationToken);
        }

        return new Turn(Redis, key, token);
    }

    /// <summary>A client id may be longer than a key should be.</summary>
    private static RedisKey Key(string kind, string clientId) =>
        $"idp:cimd:{kind}:{Digest.Of(clientId)}";

    private static DateTimeOffset Max(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private sealed class Turn(IDatabase redis, RedisKey key, string token) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await redis.LockReleaseAsync(key, token);
    }
}
