using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>
/// The official suite of a client's era, through the gateway at a server that speaks only the other era.
/// </summary>
public sealed class EraTests(ITestOutputHelper output)
{
    private static readonly Shortfall[] AtLegacyServer =
    [
        new(
            "input-required-result-basic-elicitation",
            "It demands the key user_name, which the server chooses in the modern era; a question of the legacy one "
            + "has none, so that the gateway's key stands there."),
    ];

    /// <summary>All that the legacy suites ask for can be had.</summary>
    private static readonly Shortfall[] AtModernServer = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Modern_clients_are_served_by_a_legacy_server() =>
        PassesAsync("Legacy", AtLegacyServer, "0.2.0-alpha.12-2026-07-28");

    [Fact]
    public Task Legacy_clients_are_served_by_a_modern_server() =>
        PassesAsync("Modern", AtModernServer, "0.1.16", "0.2.0-alpha.12-2025-11-25");

    private async Task PassesAsync(string era, Shortfall[] shortfalls, params string[] suites)
    {
        var options = new StackOptions { Everything = new Dictionary<string, string> { ["Everything__Era"] = era } };
        await using var stack = await Stack.StartAsync(options, Cancellation);
        var tokens = await stack.SignInAsync(Cancellation);
        await using var shim = TokenShim.Start(stack.Gateway, tokens.AccessToken);
        var surprises = new List<string>();
        foreach (var suite in suites.Select(Suite.Named))
        {
            var run = await SuiteRun.OfServerAsync(
                suite, new Uri(shim.Address, stack.McpUrl.AbsolutePath), Cancellation);

            var bridged = new BridgedRun(run, shortfalls);
            Report($"{suite.Name} at a {era.ToLowerInvariant()} server", bridged.Table());
            Assert.Equal(suite.Scenarios, run.Scenarios.Count);
            surprises.AddRange(bridged.Surprises().Select(surprise => $"{suite.Name}: {surprise}"));
        }

        Assert.Empty(surprises);
    }

    private void Report(string title, string table)
    {
        output.WriteLine($"{title}\n\n{table}");
        var report = Path.Combine(SourceTree.Artifacts("conformance"), $"{title.Replace(' ', '-')}.md");
        File.WriteAllText(report, $"# {title}\n\n{table}");
    }
}
