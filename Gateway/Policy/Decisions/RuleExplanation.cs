using McpAspire.Gateway.Cel.Explaining;
using McpAspire.Gateway.Policy.Rules;
using McpAspire.Gateway.Policy.Variables;

namespace McpAspire.Gateway.Policy.Decisions;

/// <summary>What a rule says of an operation, and which part of it made it say so.</summary>
internal sealed record RuleExplanation(PolicyRule Rule, RuleOutcome Outcome, CelExplanation? Match, CelExplanation? Condition)
{
    /// <summary>The part that decided: of the match where it kept the rule out, of the condition otherwise.</summary>
    public CelExplanation? Decider =>
        (Match is not null && RuleExpression.Outcome(Match.Value) != RuleOutcome.Holds ? Match : Condition)?.Decider();

    public static RuleExplanation Of(PolicyRule rule, PolicyActivation activation)
    {
        var match = rule.Match?.Program.Explain(activation, PolicyRules.Budget);
        var isMatch = match is null || RuleExpression.Outcome(match.Value) == RuleOutcome.Holds;
        return new RuleExplanation(
            rule,
            rule.Evaluate(activation, PolicyRules.Budget),
            match,
            isMatch ? rule.Condition?.Program.Explain(activation, PolicyRules.Budget) : null);
    }
}
