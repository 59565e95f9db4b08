using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>The official suite cannot tell the gateway from a direct connection.</summary>
public sealed class ConformanceTests(StackFixture fixture, ITestOutputHelper output)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Theory]
    [InlineData("0.1.16")]
    [InlineData("0.2.0-alpha.12-2025-11-25")]
    [InlineData("0.2.0-alpha.12-2026-07-28")]
    public async Task The_same_scenarios_pass_directly_and_through_the_gateway(string name)
    {
        var suite = Suite.Named(name);
        var tokens = await Stack.SignInAsync(Cancellation);
        await using var shim = TokenShim.Start(Stack.Gateway, tokens.AccessToken);

        var direct = await SuiteRun.OfServerAsync(suite, Stack.BackendUrl, Cancellation);
        var behindShim = new Uri(shim.Address, Stack.McpUrl.AbsolutePath);
        var gateway = await SuiteRun.OfServerAsync(suite, behindShim, Cancellation);

        var comparison = new Comparison(direct, gateway);
        Report(suite, comparison.Table());
        Assert.Equal(suite.Scenarios, direct.Scenarios.Count);
        Assert.Empty(comparison.Differences());
        Assert.All(direct.Scenarios.Values, scenario =>
            Assert.True(scenario.Passes || direct.NotScored.ContainsKey(scenario.Name), $"{scenario.Name} {scenario}"));
        // The suite's own judgement: no scenario fails that counts for the revision.
        Assert.True(direct.End.ExitCode == 0, direct.End.Output);
        Assert.True(gateway.End.ExitCode == 0, gateway.End.Output);
    }

    private void Report(Suite suite, string table)
    {
        output.WriteLine($"{suite.Name}\n\n{table}");
        var report = Path.Combine(SourceTree.Artifacts("conformance"), $"{suite.Name}.md");
        File.WriteAllText(report, $"# {suite.Name}\n\n{table}");
    }
}
