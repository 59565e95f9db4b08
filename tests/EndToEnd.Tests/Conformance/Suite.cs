namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>
/// A pinned release of the official suite, and what it is asked to run. The number of scenarios is part of it: a suite
/// that runs fewer would pass more easily.
/// </summary>
internal sealed record Suite(string Name, string Package, int Scenarios, params string[] Arguments)
{
    private static readonly Suite[] All =
    [
        new("0.1.16", "conformance-0.1.16", 32, "--suite", "all"),
        new("0.2.0-alpha.12-2025-11-25", Alpha, 33, "--requirements", "2025-11-25"),
        // 37 count for the revision; the tasks extension and what its authors still call pending run as well.
        new("0.2.0-alpha.12-2026-07-28", Alpha, 50, "--requirements", "2026-07-28"),
    ];

    /// <summary>The release that also tests authorization servers.</summary>
    public const string Alpha = "conformance-0.2.0-alpha.12";

    public static Suite Named(string name) => All.Single(suite => suite.Name == name);
}
