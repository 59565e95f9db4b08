using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Values;
using McpAspire.Gateway.Policy.Variables;

namespace McpAspire.Gateway.Policy.Rules;

/// <summary>A condition of a rule, compiled.</summary>
/// <param name="Setting">Which setting of the rule it is.</param>
/// <param name="Program">What it was compiled to.</param>
internal sealed record RuleExpression(string Setting, CelProgram Program)
{
    public RuleOutcome Evaluate(PolicyActivation activation, CelBudget budget) =>
        Outcome(Program.Evaluate(activation, budget));

    /// <summary>Whatever is neither true nor false is a failure, and denies.</summary>
    public static RuleOutcome Outcome(in CelValue value)
    {
        if (value.IsTrue)
            return RuleOutcome.Holds;
        if (value.IsFalse)
            return RuleOutcome.DoesNotHold;
        if (PolicyErrors.IsOtherKind(value))
            return RuleOutcome.NotApplicable;

        return PolicyErrors.IsDeferred(value) ? RuleOutcome.Deferred : RuleOutcome.Failed;
    }
}
