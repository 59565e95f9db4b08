namespace McpAspire.Gateway.Federation.Lists;

/// <summary>For how long a list is believed: as long as its server says (SEP-2549), within bounds.</summary>
internal static class ListLifetime
{
    /// <summary>A server that wants its list to be asked for each time would make each of our callers two.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>A list that a server calls good for a year would outlive every change to it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What holds where the server says nothing.</summary>
    public static readonly TimeSpan Unknown = TimeSpan.FromSeconds(30);

    /// <summary>What a caller is told of a list that is not kept here.</summary>
    public static TimeSpan Told(TimeSpan? ttl) => ttl is { } said ? Least(said, Longest) : TimeSpan.Zero;

    /// <summary>What a caller is told of a list that is: no server's part is good for longer than it is here.</summary>
    public static TimeSpan Left(IEnumerable<ListState> states, DateTimeOffset now)
    {
        var left = Longest;
        foreach (var state in states)
            left = Least(Least(left, state.Until - now), state.Shown?.Ttl ?? left);

        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    public static TimeSpan Bounded(TimeSpan? ttl)
    {
        if (ttl is not { } said)
            return Unknown;
        if (said < Shortest)
            return Shortest;

        return said > Longest ? Longest : said;
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
