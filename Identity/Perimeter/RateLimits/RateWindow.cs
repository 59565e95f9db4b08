using System.Globalization;

namespace McpAspire.Identity.Perimeter.RateLimits;

/// <summary>So many calls within so long.</summary>
internal readonly record struct RateWindow(int Calls, TimeSpan Period)
{
    private const int MaxCalls = 1_000_000;
    private static readonly TimeSpan MaxPeriod = TimeSpan.FromDays(1);

    /// <summary>Reads a list such as <c>30/1m, 50/10m</c>; null where it is none.</summary>
    public static IReadOnlyList<RateWindow>? ParseAll(string? text)
    {
        var windows = new List<RateWindow>();
        foreach (var part in (text ?? string.Empty).Split(',', StringSplitOptions.TrimEntries))
        {
            if (Parse(part) is not { } window)
                return null;
            windows.Add(window);
        }

        return windows;
    }

    private static RateWindow? Parse(string text)
    {
        if (text.Split('/', StringSplitOptions.TrimEntries) is not [var calls, { Length: > 1 } period]
            || !int.TryParse(calls, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !int.TryParse(period[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || count is < 1 or > MaxCalls || number < 1 || UnitOf(period[^1]) is not { } unit
            || number > MaxPeriod / unit)
        {
            return null;
        }

        return new RateWindow(count, unit * number);
    }

    private static TimeSpan? UnitOf(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        _ => null,
    };
}
