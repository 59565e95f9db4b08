using McpAspire.EndToEnd.Tests.Processes;

namespace McpAspire.EndToEnd.Tests.Conformance;

public sealed class ComparisonTests
{
    private static readonly Scenario Passed = new("ping", [new Check("ping", Check.Success, null)]);
    private static readonly Scenario Warned = new("ping", [new Check("ping", Check.Warning, "too slow")]);
    private static readonly Scenario Failed = new("ping", [new Check("ping", Check.Failure, "no answer")]);

    [Fact]
    public void Same_results_do_not_differ() => Assert.Empty(Compare(Run(Failed), Run(Failed)).Differences());

    [Fact]
    public void A_failure_through_the_gateway_is_a_difference()
    {
        var difference = Assert.Single(Compare(Run(Passed), Run(Failed)).Differences());

        Assert.Equal("ping: direct [ping SUCCESS], gateway [ping FAILURE]", difference);
    }

    [Fact]
    public void A_warning_through_the_gateway_is_a_difference() =>
        Assert.Single(Compare(Run(Passed), Run(Warned)).Differences());

    [Fact]
    public void A_scenario_that_did_not_run_is_a_difference()
    {
        var difference = Assert.Single(Compare(Run(Passed), Run()).Differences());

        Assert.Equal("ping: direct [ping SUCCESS], gateway [absent]", difference);
    }

    [Fact]
    public void The_table_shows_both_and_what_does_not_count()
    {
        var direct = new SuiteRun(new ProcessResult(0, "Not scored:\n  ✗ ping (extension)\n"), Run(Failed).Scenarios);

        var table = Compare(direct, Run(Warned)).Table();

        Assert.Contains("| ping *(not scored: extension)* | **fail** (1 failed) | pass (1 warned) |", table);
        Assert.Contains("direct: 0 of 0 scored scenarios pass, 0 of 1 in all; gateway: 1 of 1", table);
    }

    private static Comparison Compare(SuiteRun direct, SuiteRun gateway) => new(direct, gateway);

    private static SuiteRun Run(params Scenario[] scenarios) =>
        new(new ProcessResult(0, ""), scenarios.ToDictionary(scenario => scenario.Name));
}
