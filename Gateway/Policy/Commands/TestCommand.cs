using System.CommandLine;
using System.Text.Json;
using McpAspire.Gateway.Policy.Decisions;

namespace McpAspire.Gateway.Policy.Commands;

/// <summary><c>policy test</c>: whether the rules make of calls what they should.</summary>
internal static class TestCommand
{
    public static Command Define()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Cases: a JSON array of {name, call: {tool, server, subject, scopes, …}, expect, rule}",
        };
        var command = new Command("test", "Run a file of cases against the rules") { file };
        PolicyCommands.Handle(command, (policy, parsed, output) =>
        {
            using var content = File.OpenRead(parsed.GetValue(file)!);
            var cases = JsonSerializer.Deserialize(content, PolicyJson.Default.PolicyCaseArray) ?? [];
            var failures = cases.Select(it => Failure(policy.Rules!, it)).OfType<string>().ToArray();
            foreach (var failure in failures)
                output.WriteLine($"FAILED {failure}");
            output.WriteLine($"{cases.Length - failures.Length} passed, {failures.Length} failed");
            return failures.Length == 0 && cases.Length > 0 ? PolicyCommands.Good : PolicyCommands.Bad;
        });
        return command;
    }

    /// <summary>Null if it is as expected.</summary>
    public static string? Failure(PolicyRules rules, PolicyCase it)
    {
        if (it.Expect is not ("allow" or "deny" or "step-up" or "listed" or "hidden"))
            return $"{it.Name}: '{it.Expect}' is no expectation; use allow, deny, step-up, listed or hidden";

        var isListed = it.Expect is "listed" or "hidden";
        var activation = it.Call.Activate(isListed, TimeProvider.System.GetUtcNow());
        var decision = rules.Decide(activation);
        var actual = isListed ? (rules.Lists(activation) ? "listed" : "hidden") : DecisionText.Of(decision);
        if (actual != it.Expect)
            return $"{it.Name}: expected {it.Expect}, but it is {actual}: {DecisionText.Why(decision)}";

        return it.Rule is null || it.Rule == decision.Rule?.Name
            ? null
            : $"{it.Name}: expected rule '{it.Rule}' to decide, but {DecisionText.Why(decision)}";
    }
}
