namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>Where a request goes.</summary>
/// <param name="Load">The destination.</param>
/// <param name="IsTrial">Whether this request decides if the destination gets others again.</param>
internal readonly record struct ChosenDestination(DestinationLoad Load, bool IsTrial)
{
    /// <summary>What becomes of the request says this about the destination.</summary>
    public Evidence Evidence { get; init; }
}
