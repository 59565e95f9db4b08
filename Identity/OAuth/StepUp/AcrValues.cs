using McpAspire.Identity.Login;

namespace McpAspire.Identity.OAuth.StepUp;

/// <summary>
/// How well somebody proved who they are, as <c>acr</c> in tokens (OpenID Connect Core, section 2). The higher value
/// includes the lower one.
/// </summary>
internal static class AcrValues
{
    /// <summary>A password alone.</summary>
    public const string OneFactor = "urn:mcpaspire:acr:1fa";

    /// <summary>Two factors, or a passkey that verified its user.</summary>
    public const string TwoFactors = "urn:mcpaspire:acr:2fa";

    public static readonly IReadOnlyList<string> All = [OneFactor, TwoFactors];

    public static string Of(IEnumerable<string> methods) => methods.IncludeSecondFactor() ? TwoFactors : OneFactor;

    /// <summary>Whether what was reached satisfies one of those that were asked for.</summary>
    public static bool Satisfies(string reached, IEnumerable<string> asked) =>
        asked.Any(value => LevelOf(value) is var level && level >= 0 && level <= LevelOf(reached));

    public static bool IsKnown(string value) => LevelOf(value) >= 0;

    private static int LevelOf(string value) => value switch
    {
        OneFactor => 0,
        TwoFactors => 1,
        _ => -1,
    };
}
