using System.Collections.Immutable;
using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Policy.Rules;
using McpAspire.Gateway.Policy.Variables;

namespace McpAspire.Gateway.Policy.Decisions;

/// <summary>The rules that count together; they never change, a reload makes others.</summary>
/// <param name="rules">All of them.</param>
/// <param name="version">Grows with every policy that was accepted.</param>
/// <param name="listStepUp">Whether lists show what only lacks a scope.</param>
internal sealed class PolicyRules(ImmutableArray<PolicyRule> rules, long version, bool listStepUp)
{
    /// <summary>What one condition may take. A decision of a hundred rules is then bounded, too.</summary>
    public static readonly CelBudget Budget = new(Steps: 20_000, TimeSpan.FromMilliseconds(20));

    public ImmutableArray<PolicyRule> Rules => rules;

    public long Version => version;

    /// <summary>Whether nothing has to be asked: one rule allows all, and no rule forbids any of it.</summary>
    public bool AllowsEverything { get; } =
        rules.Any(rule => rule is { Kind: RuleKind.Allow, Match: null, Scopes.Count: 0 }
            && rule.Condition!.Program.Source.AsSpan().Trim() is "true")
        && rules.All(rule => rule.Kind == RuleKind.Allow && rule.Condition!.Program.Source.AsSpan().Trim() is "true");

    /// <summary>What becomes of a call; of an item of a list, where its target has no arguments.</summary>
    public Decision Decide(PolicyActivation activation)
    {
        var verdicts = new Verdicts();
        foreach (var rule in rules)
            verdicts.Add(rule, rule.Evaluate(activation, Budget), activation.Subject.Scopes);
        return verdicts.Conclude();
    }

    /// <summary>Whether an item is in a list.</summary>
    public bool Lists(PolicyActivation activation) => Decide(activation).Effect switch
    {
        DecisionEffect.Allow => true,
        DecisionEffect.StepUp => listStepUp,
        _ => false,
    };
}
