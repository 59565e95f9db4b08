namespace McpAspire.Gateway.RateLimiting;

/// <summary>What a limit counts together.</summary>
internal enum LimitScope
{
    /// <summary>All requests from one address, or one /64 of IPv6, before anybody is authenticated.</summary>
    Address,

    /// <summary>All requests of one subject.</summary>
    Subject,

    /// <summary>All requests of one subject through one client.</summary>
    Client,

    /// <summary>All requests to one server.</summary>
    Server,

    /// <summary>All calls of one tool.</summary>
    Tool,
}
