using System.CommandLine;
using McpAspire.Gateway.Policy.Decisions;

namespace McpAspire.Gateway.Policy.Commands;

/// <summary><c>policy explain</c>: what becomes of a call, and what each rule says of it.</summary>
internal static class ExplainCommand
{
    public static Command Define()
    {
        var options = new CallOptions();
        var list = new Option<bool>("--list") { Description = "Judge it as an item of a list, before there is a call" };
        var command = new Command("explain", "Say what becomes of a call, by which rule, and why") { list };
        options.AddTo(command);
        PolicyCommands.Handle(command, (policy, parsed, output) =>
        {
            var call = options.Read(parsed);
            Explain(policy.Rules!, call, parsed.GetValue(list), output);
            return PolicyCommands.Good;
        });
        return command;
    }

    private static void Explain(PolicyRules rules, PolicyCall call, bool isListed, TextWriter output)
    {
        var activation = call.Activate(isListed, TimeProvider.System.GetUtcNow());
        var decision = rules.Decide(activation);
        output.WriteLine($"call      {call.MethodOrUsual} {call.Name} at {call.Server}");
        output.WriteLine($"caller    {call.Subject} by {call.Client}, scopes [{string.Join(' ', call.Scopes)}], "
            + $"groups [{string.Join(' ', call.Groups)}]");
        output.WriteLine($"decision  {DecisionText.Of(decision)}: {DecisionText.Why(decision)}");
        if (isListed)
            output.WriteLine($"in lists  {(rules.Lists(activation) ? "shown" : "hidden")}");
        output.WriteLine();
        output.Write(DecisionText.Table(rules.Rules.Select(rule => RuleExplanation.Of(rule, activation))));
    }
}
