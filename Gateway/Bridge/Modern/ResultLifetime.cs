using System.Buffers.Text;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>For how long a result is good, by what its server says (<c>ttlMs</c>, SEP-2549).</summary>
internal enum ResultLifetime
{
    /// <summary>Nothing that could be passed on; such a result is good for this once.</summary>
    None,

    Said,

    /// <summary>What a server calls good for a year would outlive every change to it.</summary>
    TooLong,
}

/// <summary>How it is read.</summary>
internal static class ResultLifetimes
{
    /// <summary>In milliseconds; what is told in place of more.</summary>
    private const double Longest = 300_000;

    public static ResultLifetime Read(ReadOnlySpan<byte> json)
    {
        if (json is [not (>= (byte)'0' and <= (byte)'9'), ..]
            || !Utf8Parser.TryParse(json, out double said, out var length) || length != json.Length)
            return ResultLifetime.None;

        return said <= Longest ? ResultLifetime.Said : ResultLifetime.TooLong;
    }
}
