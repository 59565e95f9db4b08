using System.Text;
using McpAspire.Gateway.Policy.Decisions;
using McpAspire.Gateway.Policy.Rules;

namespace McpAspire.Gateway.Policy.Commands;

/// <summary>Decisions for people to read.</summary>
internal static class DecisionText
{
    public static string Of(Decision decision) => decision.Effect switch
    {
        DecisionEffect.Allow => "allow",
        DecisionEffect.StepUp => "step-up",
        _ => "deny",
    };

    public static string Why(Decision decision) => decision.Cause switch
    {
        DecisionCause.Allowed => $"{Named(decision)} allows it, and no rule forbids it",
        DecisionCause.Denied => $"{Named(decision)} denies it",
        DecisionCause.RequirementNotMet => $"what {Named(decision)} requires is not true",
        DecisionCause.RuleFailed => $"{Named(decision)} could not be evaluated, and an error denies",
        DecisionCause.ScopesMissing =>
            $"{Named(decision)} needs scopes that the token lacks: {string.Join(' ', decision.Missing)}",
        _ => "no rule allows it",
    };

    /// <summary>A line for each rule.</summary>
    public static string Table(IEnumerable<RuleExplanation> rules)
    {
        var text = new StringBuilder();
        var all = rules.ToArray();
        var width = Math.Max(4, all.Select(it => it.Rule.Name.Length).DefaultIfEmpty().Max());
        text.AppendLine($"{"rule".PadRight(width)}  kind     says            because");
        foreach (var it in all)
        {
            text.AppendLine(
                $"{it.Rule.Name.PadRight(width)}  {it.Rule.Kind.ToString().ToLowerInvariant(),-7}  "
                + $"{Says(it),-14}  {it.Decider?.ToString() ?? Scopes(it.Rule)}");
        }

        return text.ToString();
    }

    private static string Named(Decision decision) => $"rule '{decision.Rule?.Name}'";

    private static string Scopes(PolicyRule rule) => $"needs {string.Join(' ', rule.Scopes)}";

    private static string Says(RuleExplanation it) => (it.Outcome, it.Rule.Kind) switch
    {
        (RuleOutcome.NotApplicable, _) => "not about it",
        (RuleOutcome.Deferred, _) => "at the call",
        (RuleOutcome.Failed, _) => "error: denies",
        (RuleOutcome.Holds, RuleKind.Deny) => "denies",
        (RuleOutcome.Holds, RuleKind.Allow) => "allows",
        (RuleOutcome.Holds, RuleKind.Scopes) => "asks scopes",
        (RuleOutcome.DoesNotHold, RuleKind.Require) => "not met",
        _ => "-",
    };
}
