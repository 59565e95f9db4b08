using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>What is known of a server's list.</summary>
/// <param name="List">As it was read last; null if it never was.</param>
/// <param name="Failure">Why it could not be read since; null if it could.</param>
/// <param name="ReadAt">When it was last tried.</param>
/// <param name="Until">When to try again.</param>
internal sealed record ListState(ServerList? List, Refusal? Failure, DateTimeOffset ReadAt, DateTimeOffset Until)
{
    public static readonly ListState Unknown = new(null, null, DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    /// <summary>What is shown: nothing of a server that does not answer.</summary>
    public ServerList? Shown => Failure is null ? List : null;
}
