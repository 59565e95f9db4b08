namespace McpAspire.Gateway.Authentication.Dpop;

/// <summary>
/// Remembers the proofs that were used (RFC 9449 section 11.1). Behind an interface, because replicas of the gateway
/// need a common one to refuse each other's.
/// </summary>
internal interface IProofReplayStore
{
    /// <summary>Whether this is the first use within the window.</summary>
    ValueTask<bool> TakeAsync(string replayKey, TimeSpan window, CancellationToken cancellationToken);
}
