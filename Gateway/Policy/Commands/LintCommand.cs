using System.CommandLine;
using McpAspire.Gateway.Policy.Linting;

namespace McpAspire.Gateway.Policy.Commands;

/// <summary><c>policy lint</c>: rules that do something else than they seem to.</summary>
internal static class LintCommand
{
    public static Command Define()
    {
        var strict = new Option<bool>("--strict") { Description = "End with 1 if there is anything to look at" };
        var command = new Command("lint", "Say which rules are dangerous, why, and what to write instead") { strict };
        PolicyCommands.Handle(command, (policy, parsed, output) =>
        {
            var warnings = PolicyLinter.Lint(policy.Rules!.Rules).ToArray();
            foreach (var warning in warnings)
                output.WriteLine(warning);
            if (warnings.Length == 0)
                output.WriteLine("There is nothing to look at.");
            return warnings.Length > 0 && parsed.GetValue(strict) ? PolicyCommands.Bad : PolicyCommands.Good;
        });
        return command;
    }
}
