using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Policy.Variables;

namespace McpAspire.Gateway.Policy.Rules;

/// <summary>A rule, ready to be asked.</summary>
internal sealed class PolicyRule(RuleOptions options, RuleExpression? match, RuleExpression? condition)
{
    public string Name => options.Name;

    public RuleKind Kind { get; } = options.Kind;

    public RuleOptions Options => options;

    public IReadOnlyList<string> Scopes { get; } = options.Scopes;

    public RuleExpression? Match => match;

    /// <summary>Null for a rule of scopes alone.</summary>
    public RuleExpression? Condition => condition;

    public RuleOutcome Evaluate(PolicyActivation activation, CelBudget budget)
    {
        var matches = match?.Evaluate(activation, budget) ?? RuleOutcome.Holds;
        return matches switch
        {
            RuleOutcome.Holds => condition?.Evaluate(activation, budget) ?? RuleOutcome.Holds,
            RuleOutcome.DoesNotHold => RuleOutcome.NotApplicable,
            _ => matches,
        };
    }
}
