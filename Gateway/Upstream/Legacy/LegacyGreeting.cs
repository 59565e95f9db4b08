namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>What came of <c>initialize</c>.</summary>
/// <param name="Session">The session that it opened.</param>
/// <param name="Description">What the server said of itself.</param>
internal sealed record LegacyGreeting(LegacySession Session, UpstreamDescription Description);
