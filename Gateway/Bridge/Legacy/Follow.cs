namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Asks the replica that has a stream what was said there behind an event.</summary>
/// <param name="SessionKey">Whose stream it has to be.</param>
/// <param name="Stream">Which stream.</param>
/// <param name="After">The event that the client saw last.</param>
internal sealed record Follow(string SessionKey, string Stream, long After);
