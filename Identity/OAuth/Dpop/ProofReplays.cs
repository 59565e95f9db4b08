using StackExchange.Redis;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>RFC 9449, section 11.1: each proof once, on whatever replica. Without Redis none is accepted.</summary>
internal sealed class ProofReplays(IConnectionMultiplexer redis)
{
    /// <summary>Whether this is the first use of the proof.</summary>
    public Task<bool> TakeAsync(string replayKey, TimeSpan window) =>
        redis.GetDatabase().StringSetAsync($"idp:dpop:{replayKey}", 1, window, When.NotExists);
}
