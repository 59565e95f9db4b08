namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>What was said in a stream of another replica.</summary>
/// <param name="IsKnown">Whether there is such a stream.</param>
/// <param name="IsOver">Whether nothing will follow.</param>
/// <param name="First">The number of the first message; the others follow without a gap.</param>
/// <param name="Messages">What was said.</param>
internal sealed record Followed(bool IsKnown, bool IsOver, long First, byte[][] Messages);
