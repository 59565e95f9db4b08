namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>What a scenario found; its checks without those that only tell what happened.</summary>
internal sealed record Scenario(string Name, IReadOnlyList<Check> Checks)
{
    public bool Passes => Checks.All(check => check.Status != Check.Failure);

    /// <summary>For the table: all that is not plain success stands out.</summary>
    public override string ToString()
    {
        var counts = Checks.CountBy(check => check.Status).OrderBy(count => count.Key != Check.Success);
        var words = counts.Select(count => $"{count.Value} {Word(count.Key)}");
        return $"{(Passes ? "pass" : "**fail**")} ({string.Join(", ", words)})";
    }

    private static string Word(string status) => status switch
    {
        Check.Success => "passed",
        Check.Failure => "failed",
        Check.Warning => "warned",
        _ => status.ToLowerInvariant(),
    };
}
