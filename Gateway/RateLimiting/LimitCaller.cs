using System.Net;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>Whose request it is and where it goes; what is not known yet stays null and is not counted.</summary>
internal readonly record struct LimitCaller
{
    public IPAddress? Address { get; init; }

    public string? Subject { get; init; }

    public string? ClientId { get; init; }

    public string? Server { get; init; }

    /// <summary>Of a <c>tools/call</c>, the tool by the server's own name.</summary>
    public string? Tool { get; init; }
}
