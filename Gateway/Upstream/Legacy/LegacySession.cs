namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>A session at a server, as all replicas of the gateway know it.</summary>
/// <param name="Id">The server's id for it; null where it keeps no sessions.</param>
/// <param name="ProtocolVersion">The revision that was agreed on.</param>
/// <param name="DestinationId">The replica of the server that holds it.</param>
internal sealed record LegacySession(string? Id, string ProtocolVersion, string DestinationId)
{
    /// <summary>Where its requests have to go; null for anywhere.</summary>
    public string? Destination => Id is null ? null : DestinationId;
}
