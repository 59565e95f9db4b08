using McpAspire.Identity.Storage;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>RFC 9449, section 11.1: each proof once, on whatever replica. Without Redis none is accepted.</summary>
internal sealed class ProofReplays(SingleUse uses)
{
    /// <summary>Whether this is the first use of the proof.</summary>
    public Task<bool> TakeAsync(string replayKey, TimeSpan window) =>
        uses.TakeAsync($"idp:dpop:{replayKey}", window);
}
