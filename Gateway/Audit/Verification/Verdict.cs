namespace McpAspire.Gateway.Audit.Verification;

/// <summary>What a trail proved to be.</summary>
/// <param name="Finding">The first thing that is wrong; null for a trail that is whole.</param>
/// <param name="Rows">How many rows were read.</param>
/// <param name="Last">The number of the last of them.</param>
/// <param name="Hash">Its hash, which can be kept elsewhere and expected the next time.</param>
/// <param name="Notes">Rows of the trail about itself that somebody should look at.</param>
internal sealed record Verdict(
    Finding? Finding, long Rows, long Last, string Hash, IReadOnlyList<string> Notes)
{
    /// <summary>Whether a gateway is writing it: what is behind its last head is not judged then.</summary>
    public bool IsInUse { get; init; }
}
