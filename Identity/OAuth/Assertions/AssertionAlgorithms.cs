namespace McpAspire.Identity.OAuth.Assertions;

/// <summary>
/// The signatures by which clients may prove who they are. <c>none</c> and those of shared keys are not among them.
/// </summary>
internal static class AssertionAlgorithms
{
    public static readonly IReadOnlyList<string> All = ["RS256", "PS256", "ES256"];
}
