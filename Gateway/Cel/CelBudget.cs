namespace McpAspire.Gateway.Cel;

/// <summary>
/// What an evaluation may take. A step is about one operation on a small value; long strings, lists and rounds of
/// macros count for more.
/// </summary>
/// <param name="Steps">After so many it ends with an error that nothing absorbs.</param>
/// <param name="Time">After so long it ends in the same way. A step is short, so this is the second guard.</param>
internal sealed record CelBudget(long Steps, TimeSpan Time)
{
    /// <summary>Far more than any rule that a person wrote needs, and milliseconds at the most.</summary>
    public static readonly CelBudget Default = new(100_000, TimeSpan.FromMilliseconds(250));
}
