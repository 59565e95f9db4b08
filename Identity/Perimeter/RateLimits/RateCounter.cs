using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Perimeter.RateLimits;

/// <summary>Counts the calls of an address. A window begins with its first call.</summary>
internal sealed class RateCounter(WindowCounter counter)
{
    /// <summary>Counts a call; returns how long to wait where it is one too many.</summary>
    public async Task<TimeSpan?> TakeAsync(RateLimit limit, string address)
    {
        var windows = Of(limit, address);
        var counts = await counter.CountAsync(windows);
        CountedWindow[] full = [.. windows.Where((_, index) => counts[index] > limit.Windows[index].Calls)];
        return full.Length == 0 ? null : await counter.LeftAsync(full);
    }

    /// <summary>The call does not count after all.</summary>
    public Task GiveBackAsync(RateLimit limit, string address) => counter.GiveBackAsync(Of(limit, address));

    private static CountedWindow[] Of(RateLimit limit, string address) =>
    [
        .. limit.Windows.Select(window => new CountedWindow(
            $"idp:rate:{limit.Name}:{window.Period.TotalSeconds}:{address}", window.Period)),
    ];
}
