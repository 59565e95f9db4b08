using System.CommandLine;
using McpAspire.Gateway.Policy.Linting;

namespace McpAspire.Gateway.Policy.Commands;

/// <summary><c>policy check</c>: whether the gateway would take the rules.</summary>
internal static class CheckCommand
{
    public static Command Define()
    {
        var command = new Command("check", "Compile the rules, and point at what is wrong with them");
        PolicyCommands.Handle(command, (policy, _, output) =>
        {
            var warnings = PolicyLinter.Lint(policy.Rules!.Rules).Count();
            output.WriteLine($"{policy.Rules.Rules.Length} rules are good."
                + (warnings > 0 ? $" There are {warnings} things to look at: policy lint." : ""));
            return PolicyCommands.Good;
        });
        return command;
    }
}
