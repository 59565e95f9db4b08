using McpAspire.EndToEnd.Tests.Processes;
using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>The suite's mode for authorization servers, against identity, with a person who signs in.</summary>
public sealed class AuthorizationServerTests(StackFixture fixture, ITestOutputHelper output)
{
    private static readonly string[] Scenarios = ["authorization-code-grant", "authorization-server-metadata-endpoint"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Fact]
    public async Task Identity_passes_every_scenario()
    {
        // Another port than the registered one: a native client's differs from start to start (RFC 8252 section 7.3).
        var port = FreePorts.Take(1)[0];
        var client = await Stack.ClientAsync(Cancellation);
        using var results = new ResultsDirectory();
        await using var suite = await SuiteRun.StartAsync(
            Suite.Alpha,
            [
                "authorization", "--url", Stack.IssuerName, "--client-id", client.ClientId,
                "--resource", Stack.Resource, "-p", $"{port}", "-o", results.Path,
            ],
            Cancellation);

        await SignInAsync(suite);
        var end = await suite.ExitAsync(Limit);

        output.WriteLine(end.Output);
        var scenarios = ScenarioReader.Read(results.Path, "authorization-server");
        Assert.Equal(Scenarios, scenarios.Keys.Order());
        Assert.All(scenarios.Values.SelectMany(scenario => scenario.Checks), AssertMet);
        Assert.Equal(0, end.ExitCode);
    }

    /// <summary>Opens the address that the suite prints, and brings what comes of it back to the suite.</summary>
    private async Task SignInAsync(ChildProcess suite)
    {
        var authorize = new Uri(Stack.Issuer, "/connect/authorize?").AbsoluteUri;
        await foreach (var line in suite.LinesAsync(Cancellation).WithCancellation(Cancellation))
        {
            if (!line.StartsWith(authorize, StringComparison.Ordinal)) continue;

            var callback = await Stack.Administrator.AuthorizeAsync(new Uri(line), cancellationToken: Cancellation);
            (await Stack.Http.GetAsync(callback, Cancellation)).EnsureSuccessStatusCode();
            return;
        }
    }

    /// <summary>What a server may do counts as well, such as client metadata documents: no warning either.</summary>
    private static void AssertMet(Check check) =>
        Assert.True(check.Status is Check.Success, $"{check.Id} {check.Status}: {check.ErrorMessage}");
}
