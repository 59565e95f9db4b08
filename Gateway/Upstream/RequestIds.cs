using System.Security.Cryptography;

namespace McpAspire.Gateway.Upstream;

/// <summary>
/// The ids of requests to one server. They begin at a random number, because replicas of the gateway share sessions,
/// and two requests of one session must not have the same id. JSON readers keep integers up to 2^53.
/// </summary>
internal sealed class RequestIds
{
    private long _last = RandomNumberGenerator.GetInt32(1, int.MaxValue) * 1_000_000L;

    public long Next() => Interlocked.Increment(ref _last);
}
