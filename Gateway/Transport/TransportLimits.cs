namespace McpAspire.Gateway.Transport;

/// <summary>What connections to one destination may take, in number and in time.</summary>
internal sealed record TransportLimits
{
    public static readonly TransportLimits Default = new();

    /// <summary>How long it may take to connect.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection may be unused. Shorter than that of servers, which would close it in our hands.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a connection is used for new requests: names resolve anew when a backend moves.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many connections to a destination there may be; each request and each stream has one.</summary>
    public int Connections { get; init; } = 16 * 1024;

    /// <summary>How large the head of a response may be, in bytes.</summary>
    public int Head { get; init; } = 32 * 1024;
}
