using System.Text.RegularExpressions;
using McpAspire.EndToEnd.Tests.Node;
using McpAspire.EndToEnd.Tests.Processes;

namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>One run of a suite against one URL.</summary>
internal sealed partial record SuiteRun(ProcessResult End, IReadOnlyDictionary<string, Scenario> Scenarios)
{
    private const string EntryPoint = "node_modules/@modelcontextprotocol/conformance/dist/index.js";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Scenarios that run without counting for the revision, and why; the suite says so at its end.</summary>
    public IReadOnlyDictionary<string, string> NotScored { get; } = NotScoredLine().Matches(End.Output)
        .ToDictionary(line => line.Groups["name"].Value, line => line.Groups["reason"].Value);

    public static async Task<SuiteRun> OfServerAsync(Suite suite, Uri url, CancellationToken cancellationToken)
    {
        using var results = new ResultsDirectory();
        await using var process = await StartAsync(
            suite.Package,
            ["server", "--url", url.AbsoluteUri, .. suite.Arguments, "-o", results.Path],
            cancellationToken);
        return new SuiteRun(await process.ExitAsync(Limit), ScenarioReader.Read(results.Path, "server"));
    }

    public static async Task<ChildProcess> StartAsync(
        string package, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var folder = await NodePackages.EnsureAsync(package, cancellationToken);
        var node = await NodePackages.NodeAsync(cancellationToken);
        return ChildProcess.Start(node, [EntryPoint, .. arguments], folder);
    }

    [GeneratedRegex(@"^  [✓✗] (?<name>[\w-]+) \((?<reason>[\w-]+)\)\r?$", RegexOptions.Multiline)]
    private static partial Regex NotScoredLine();
}
