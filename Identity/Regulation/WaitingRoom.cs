using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Regulation;

/// <summary>
/// How many requests are kept waiting, by address: a delay must not become a way to fill this service with requests.
/// </summary>
internal sealed class WaitingRoom(TimeProvider clock, IOptions<RegulationOptions> options)
{
    /// <summary>From all addresses together; a waiting request costs some kilobytes.</summary>
    private const int MaxInAll = 2000;

    private readonly ConcurrentDictionary<string, int> _waiting = new();
    private int _all;

    /// <summary>Waits, unless too many of that address wait already; returns whether it did.</summary>
    public async Task<bool> TryWaitAsync(string address, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (delay <= TimeSpan.Zero)
            return true;

        var ofAddress = _waiting.AddOrUpdate(address, 1, static (_, count) => count + 1);
        var all = Interlocked.Increment(ref _all);
        try
        {
            if (ofAddress > options.Value.FailureDelay.MaxWaiting || all > MaxInAll)
                return false;

            await Task.Delay(delay, clock, cancellationToken);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _all);
            Leave(address);
        }
    }

    private void Leave(string address)
    {
        var left = _waiting.AddOrUpdate(address, 0, static (_, count) => count - 1);
        if (left == 0)
            _waiting.TryRemove(KeyValuePair.Create(address, 0));
    }
}
