using System.Security.Cryptography;

namespace McpAspire.Gateway.Upstream.Listening;

/// <summary>
/// Waits between attempts, longer each time, and each listener a different while: a server that comes back is not run
/// down by all who waited for it.
/// </summary>
internal sealed class Pauses(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;
    private long _attemptAt = time.GetTimestamp();

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        // What held for a while and broke is worth coming back to soon.
        if (time.GetElapsedTime(_attemptAt) > Longest)
            _next = First;

        var pause = _next * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 1000.0));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        await Task.Delay(pause, time, cancellationToken);
        _attemptAt = time.GetTimestamp();
    }
}
