using StackExchange.Redis;

namespace McpAspire.Identity.Sessions;

/// <summary>Where sessions lie in Redis: the tickets, and two indexes of their ids by the time of their end.</summary>
internal static class SessionKeys
{
    public static readonly RedisKey All = "idp:sessions";

    public static RedisKey Ticket(string id) => $"idp:session:{id}";

    /// <summary>What the owner is told about a session, sealed like its ticket.</summary>
    public static RedisKey Info(string id) => $"idp:session-info:{id}";

    public static RedisKey Of(Guid accountId) => $"idp:sessions-of:{accountId:N}";
}
